const text = 'grüße 𝄞'
const point = { x: 0.1, y: 0.5, type: 255 }
const nested = { small: 7, at: point, name: text, maybe: point }
const bare = { small: 8, at: point, name: '', maybe: undefined }

function ok(val?: unknown) {
  return { tag: 'ok', val }
}

function err(val?: unknown) {
  return { tag: 'err', val }
}

/** Labels `f0`, `f1` …, those of `set` true. */
function flags(count: number, ...set: readonly number[]) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, set.includes(index)]))
}

/** Types, and values of theirs as JavaScript sees them. */
export const echoValues: readonly (readonly [type: string, ...values: unknown[]])[] = [
  ['bool', true, false],
  ['u8', 0, 255],
  ['s8', -128, 127],
  ['u16', 65535],
  ['s16', -32768],
  ['u32', 4294967295],
  ['s32', -2147483648],
  ['u64', 2n ** 64n - 1n],
  ['s64', -(2n ** 63n)],
  ['f32', 0.5, -0, Number.NaN, Number.POSITIVE_INFINITY],
  ['f64', 0.1],
  ['char', 'a', '𝄞', '\uffff'],
  ['string', '', text],
  ['light', 'red', 'green'],
  ['large', 'case0', 'case256'],
  ['point', point],
  ['nested', nested, bare],
  [
    'shape',
    { tag: 'none' },
    { tag: 'circle', val: 0.1 },
    { tag: 'square', val: 4294967295 },
    { tag: 'tag', val: text },
  ],
  [
    'shape',
    { tag: 'constructor', val: [nested, bare] },
    { tag: 'is-none', val: -5n },
    { tag: 'same', val: -0 },
  ],
  ['ids', [], [1, 4294967295]],
  ['maybe-name', undefined, '', text],
  ['list<u8>', [], [0, 255]],
  ['list<s64>', [-(2n ** 63n), 1n]],
  ['list<f32>', [0.5, Number.NaN]],
  ['list<bool>', [], [true, false, true]],
  ['list<char>', ['a', '𝄞']],
  ['list<string>', [], ['', text, 'b']],
  ['list<light>', ['amber', 'red']],
  ['list<list<u16>>', [[], [1, 65535], [3]]],
  ['list<option<nested>>', [undefined, nested, bare]],
  ['option<u32>', undefined, 0, 4294967295],
  ['option<s8>', -1],
  ['option<f32>', -0.5],
  ['option<light>', undefined, 'red'],
  ['option<list<s8>>', undefined, [], [-1]],
  ['option<nested>', undefined, nested],
  ['option<option<u8>>', { tag: 'none' }, { tag: 'some', val: undefined }, { tag: 'some', val: 200 }],
  ['few', { a: false, b: true, none: true }],
  ['more', flags(9, 0, 8)],
  ['many', flags(17, 7, 16)],
  ['most', flags(32, 0, 31), flags(32)],
  ['tuple<result<u8>, result, result<_, string>>', [ok(7), err(), err(text)], [err(), ok(), ok()]],
  ['tuple<result<option<f32>, f64>>', [ok(0.5)], [ok(undefined)], [err(0.1)]],
  [
    'tuple<result<shape, result<u64, s16>>>',
    [ok({ tag: 'square', val: 9 })],
    [err(ok(2n ** 64n - 1n))],
    [err(err(-1))],
  ],
  ['tuple<u8>', [9]],
  ['tuple<s8, f64, string>', [-1, 0.1, text]],
  ['tuple<tuple<u8, u64>, option<char>, bool>', [[1, 2n], 'x', true], [[1, 2n], undefined, false]],
  [
    'list<tuple<u8, u64, u16>>',
    [
      [1, 2n, 3],
      [255, 2n ** 64n - 1n, 65535],
    ],
  ],
  [
    'map<string, u32>',
    new Map([
      ['a', 1],
      [text, 2],
    ]),
  ],
  [
    'map<u8, list<nested>>',
    new Map([
      [3, [nested]],
      [4, []],
    ]),
  ],
  ['list<u8, 4>', [1, 2, 3, 255]],
  ['list<option<string>, 3>', [undefined, '', text]],
  [
    'variant-of-all',
    ...['a', 'b', 'c', 'd', 'e'].map((tag, index) => ({ tag, val: [-1, -2n, 0.5, 0.1, text][index] })),
  ],
  [
    'variant-of-all',
    { tag: 'f', val: { tag: 'circle', val: 0.1 } },
    { tag: 'g', val: [-1, 0.5] },
    { tag: 'h', val: [0.5, -1] },
  ],
]
