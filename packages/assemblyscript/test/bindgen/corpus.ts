export const declared = `
  enum light { red, amber, green }
  flags few { a, b, none }
  flags more { ${labels('f', 9)} }
  flags many { ${labels('f', 17)} }
  flags most { ${labels('f', 32)} }
  enum large { ${labels('case', 257)} }
  record point { x: f64, y: f32, %type: u8 }
  record nested { small: u8, at: point, name: string, maybe: option<point> }
  variant shape { none, circle(f64), square(u32), tag(string), %constructor(list<nested>), is-none(s64), same(f64) }
  type ids = list<u32>;
  type maybe-name = option<string>;
  resource thing {
    constructor(name: string, of: option<point>);
    get: func(at: u32) -> option<string>;
    take: func(other: borrow<thing>) -> thing;
    drop: async func(text: string);
    split: static func(of: thing) -> tuple<thing, thing>;
    wait: static async func(many: list<thing>) -> result<thing, string>;
    handle: func();
  }
  resource empty;
  resource failing { constructor(name: string) -> result<failing, string>; }
`

/** Types that can stand anywhere. */
const types = [
  ...'bool u8 s8 u16 s16 u32 s32 u64 s64 f32 f64 char string'.split(' '),
  ...'light few more many most large point nested shape ids maybe-name thing failing'.split(' '),
  'list<u8>',
  'list<s64>',
  'list<f32>',
  'list<bool>',
  'list<char>',
  'list<string>',
  'list<light>',
  'list<thing>',
  'list<list<u16>>',
  'list<option<nested>>',
  'option<u32>',
  'option<string>',
  'option<option<u8>>',
  'option<maybe-name>',
  'option<light>',
  'option<thing>',
  'option<list<s8>>',
  'result',
  'result<u8>',
  'result<_, string>',
  'result<option<f32>, f64>',
  'result<shape, result<u64, s16>>',
  'tuple<u8>',
  'tuple<s8, f64, string>',
  'tuple<tuple<u8, u64>, option<char>, few>',
  'stream<u8>',
  'stream<string>',
  'stream',
  'future<result<_, light>>',
  'future',
  'stream<future<thing>>',
]

/** Behind feature gates of wasm-tools. */
const gatedTypes = [
  'map<string, u32>',
  'map<u8, list<nested>>',
  'list<u8, 4>',
  'list<option<string>, 3>',
  'error-context',
]

const wide = `tuple<${Array(10).fill('u64').join(', ')}>`

/** A world that has every type in every position, imported and exported. */
export function corpus(which: 'plain' | 'gated'): string {
  const all = which === 'plain' ? types : gatedTypes
  return `package test:corpus@1.2.3;
interface everything {
  ${declared}
  ${all.map(positions).join('\n')}
  lend: func(a: borrow<thing>, b: list<borrow<thing>>, c: option<borrow<empty>>) -> u8;
  lend-later: async func(a: borrow<thing>, b: tuple<borrow<thing>, string>);
  delete: func(address: u32, value: string, call: bool, load: f32, %return: f64);
  nothing: func();
  nothing-later: async func();
}
world corpus { import everything; export everything; ${worldItems} }`
}

const worldItems = `
  use everything.{point as spot, thing};
  record mine { a: spot, b: option<thing> }
  resource local { constructor(); run: async func() -> mine; }
  import inline: interface { record mine { a: u8 } go: func(o: mine) -> mine; }
  import a1-b2: func(o: mine, l: borrow<local>) -> local;
  import later: async func(o: option<mine>) -> stream<mine>;
  export run: async func(args: list<string>) -> result<mine, string>;
  export add: func(a: u32, b: u32) -> u32;
  export e: interface { resource counter { constructor(start: u32); add: async func(n: u32) -> counter; all: static func() -> list<counter>; } }
`

function positions(type: string, index: number): string {
  const n = `x${index}`
  // wasm-tools refuses streams of char.
  const stream = type === 'char' ? '' : `stream-${n}: async func(s: stream<${type}>);`
  return `
  record rec-${n} { a: u8, v: ${type}, w: u16 }
  variant var-${n} { none, v(${type}), f(f32), d(f64), l(u64) }
  sync-${n}: func(a: ${type}, b: ${type}) -> ${type};
  async-${n}: async func(a: ${type}) -> ${type};
  wide-${n}: func(a: ${wide}, t: ${type}, b: ${wide}) -> tuple<${type}, u8, ${type}>;
  wide-async-${n}: async func(a: ${wide}, t: ${type}, b: ${wide}) -> tuple<${wide}, ${wide}, ${type}>;
  compound-${n}: func(l: list<${type}>, t: tuple<u8, ${type}>) -> option<${type}>;
  compound-async-${n}: async func(r: result<${type}, string>) -> result<${type}, ${type}>;
  named-${n}: func(r: rec-${n}, v: var-${n}, o: option<var-${n}>) -> var-${n};
  named-async-${n}: async func(v: var-${n}) -> rec-${n};
  future-${n}: async func(s: future<${type}>) -> future<${type}>;${stream}`
}

function labels(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${name}${index}`).join(', ')
}
