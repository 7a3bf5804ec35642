import { describe, expect, test } from 'vitest'
import { loadWorldFromText } from '../../src/wit/load-world.js'
import type { Scope, World } from '../../src/wit/world.js'
import { describeWorld } from './describe-world.js'

async function load(text: string, world?: string): Promise<World> {
  return (await loadWorldFromText([{ path: 'test.wit', text: `package a:b@1.0.0;\n${text}` }], world)).world
}

async function described(text: string, world?: string): Promise<string> {
  return describeWorld(await load(text, world))
}

function scopeOf(scopes: readonly Scope[], name: string): Scope {
  return scopes.find((scope) => scope.name === name)!
}

describe('types', () => {
  test('of every kind', async () => {
    const text = `
      interface i {
        type id = u32;
        record point { x: f32, %type: f64 }
        variant shape { none, dot(point), lines(list<list<point>>) }
        enum color { red, green }
        flags rights { read, write }
        f: func(a: tuple<u8, s8, u16, s16>, b: option<char>, c: bool, d: string, e: u64, f: s64, g: s32) -> id;
        results: func(a: result, b: result<u8>, c: result<_, u8>) -> result<u8, string>;
        lists: func(fixed: list<u8, 4>, m: map<string, list<u8>>) -> error-context;
        streams: func(a: stream, b: stream<u8>, c: future, d: future<result<u8>>) -> stream<future<stream<point>>>;
      }
      world w { import i; }`
    expect(await described(text)).toMatchInlineSnapshot(`
      "a:b/w@1.0.0
      import a:b/i@1.0.0
        type id = u32
        record point { x: f32, type: f64 }
        variant shape { none(), dot(<point), lines(list<list<<point>>) }
        enum color { red, green }
        flags rights { read, write }
        f(a: tuple<u8, s8, u16, s16>, b: option<char>, c: bool, d: string, e: u64, f: s64, g: s32) -> <id
        results(a: result<, >, b: result<u8, >, c: result<, u8>) -> result<u8, string>
        lists(fixed: list<u8, 4>, m: map<string, list<u8>>) -> error-context
        streams(a: stream<>, b: stream<u8>, c: future<>, d: future<result<u8, >>) -> stream<future<stream<<point>>>"
    `)
  })

  test('resources', async () => {
    const text = `
      interface i {
        resource blob {
          constructor(init: list<u8>);
          read: async func(n: u32) -> list<u8>;
          merge: static func(lhs: borrow<blob>, rhs: blob) -> blob;
          open: static async func() -> option<own<blob>>;
        }
        resource fallible { constructor() -> result<fallible, string>; }
        resource plain;
        type other = plain;
        f: func(a: other, b: borrow<other>);
      }
      world w { import i; resource own-one { m: func(); } import f: func(a: own-one); }`
    expect(await described(text)).toMatchInlineSnapshot(`
      "a:b/w@1.0.0
      import a:b/i@1.0.0
        resource blob
          constructor blob(init: list<u8>) -> own <blob
          method async read(self: borrow <blob, n: u32) -> list<u8>
          static merge(lhs: borrow <blob, rhs: own <blob) -> own <blob
          static async open() -> option<own <blob>
        resource fallible
          constructor fallible() -> result<own <fallible, string>
        resource plain
        type other = own <plain
        f(a: own <plain, b: borrow <plain)
      import own
        resource own-one
          method m(self: borrow <own-one)
        f(a: own <own-one)"
    `)
  })

  test('used, renamed and aliased ones', async () => {
    const text = `
      interface t { record q { a: u8 } resource r; }
      interface u {
        use t.{q, q as q2, r as s};
        type again = q;
        f: func(a: q, b: q2, c: again, d: s);
      }
      world w { import u; use t.{q as mine}; type more = mine; export f: func(a: mine) -> more; }`
    expect(await described(text)).toMatchInlineSnapshot(`
      "a:b/w@1.0.0
      import a:b/t@1.0.0
        record q { a: u8 }
        resource r
      import a:b/u@1.0.0
        use <q as q
        use <q as q2
        use <r as s
        type again = <q
        f(a: <q, b: <q, c: <again, d: own <r)
      import own
        use <q as mine
        type more = <q
      export own
        f(a: <q) -> <more"
    `)
  })

  test('are the same object wherever they are used', async () => {
    const { imports, exports } = await load(`
      interface t { record q { a: u8 } resource r; }
      interface u { use t.{q, r}; f: func(a: q, b: r); }
      interface v { use u.{q as qq}; }
      world w { import u; import v; use v.{qq as q3}; export f: func(a: q3); }`)
    const [q, r] = scopeOf(imports, 'a:b/t@1.0.0').types
    const u = scopeOf(imports, 'a:b/u@1.0.0')
    expect(u.uses.map(({ type }) => type)).toEqual([q, r])
    expect(u.uses[0]!.type).toBe(q)
    expect(scopeOf(imports, 'a:b/v@1.0.0').uses[0]!.type).toBe(q)
    const [a, b] = u.functions[0]!.parameters
    expect(a!.type.kind === 'named' && a!.type.type).toBe(q)
    expect(b!.type.kind === 'own' && b!.type.resource).toBe(r)
    const [exported] = exports[0]!.functions[0]!.parameters
    expect(exported!.type.kind === 'named' && exported!.type.type).toBe(q)
  })

  test('of exported interfaces are others than those of imported ones', async () => {
    const world = await load('interface i { record q { a: u8 } resource r; } world w { import i; export i; }')
    const [[q, r], [q2, r2]] = [world.imports[0]!.types, world.exports[0]!.types]
    expect(q2).not.toBe(q)
    expect(r2).not.toBe(r)
    expect(q2!.scope).toBe(world.exports[0])
    expect(r!.scope).toBe(world.imports[0])
  })
})

describe('worlds', () => {
  test('interfaces written in place, and under other names', async () => {
    const text = `
      interface i { resource r; }
      world w {
        import a: interface { record q { x: u8 } f: func() -> q; }
        import one: i;
        import two: i;
        export a: interface { use i.{r}; g: func(x: r); }
      }`
    expect(await described(text)).toMatchInlineSnapshot(`
      "a:b/w@1.0.0
      import a
        record q { x: u8 }
        f() -> <q
      import one
        resource r
      import two
        resource r
      import a:b/i@1.0.0
        resource r
      export a
        use <r as r
        g(x: own <r)"
    `)
  })

  test('includes with other names', async () => {
    const text = `
      world base {
        /// Docs of f.
        import f: func();
        /// Docs of i.
        export i: interface {
          /// Docs of g.
          g: func();
        }
      }
      world middle { include base with { f as ff } }
      world w {
        /// Docs of own f.
        import f: func();
        include middle with { i as j }
      }`
    expect(await described(text, 'w')).toMatchInlineSnapshot(`
      "a:b/w@1.0.0
      import own
        f()
        ff()
      export j
        g()"
    `)
    const { imports, exports } = await load(text, 'w')
    expect(imports[0]!.functions.map(({ name, docs }) => [name, docs])).toEqual([
      ['f', 'Docs of own f.'],
      ['ff', 'Docs of f.'],
    ])
    expect(exports[0]!.docs).toBe('Docs of i.')
    expect(exports[0]!.functions[0]!.docs).toBe('Docs of g.')
  })

  test('one with nothing in it', async () => {
    expect(await load('world w {}')).toEqual({
      name: 'a:b/w@1.0.0',
      docs: undefined,
      imports: [],
      exports: [],
    })
  })
})

test('documentation of everything', async () => {
  const { docs, imports } = await load(`
    /// The interface.
    ///
    ///     with code
    // not documentation
    //// nor this
    interface i {
      /** The record. */
      record r { /// A field.
        a: u8, /**/ b: u8 }
      /**
       * The variant,
       *   in lines.
       */
      @since(version = 1.0.0)
      variant v {
        /// A case.
        c(r) }
      enum e {
        /// A name.
        n }
      flags f {
        /// A flag.
        g }
      /// The resource.
      resource s {
        /// Makes.
        constructor();
        /// Does.
        @unstable(feature = fancy)
        m: func();
        /// Opens.
        o: static func();
      }
      /// The function.
      h: func();
    }
    /// The world.
    world w {
      import i;
      /// A type of its own.
      type t = u8;
    }`)
  const [i, own] = imports
  expect([docs, i!.docs, own!.docs]).toEqual(['The world.', 'The interface.\n\n    with code', 'The world.'])
  const found = i!.types.map((type) => [
    type.docs,
    ...(type.kind === 'resource'
      ? type.functions
      : 'fields' in type.body
        ? type.body.fields
        : 'cases' in type.body
          ? type.body.cases
          : 'labels' in type.body
            ? type.body.labels
            : []
    ).map((member) => member.docs),
  ])
  expect(found).toEqual([
    ['The record.', 'A field.', undefined],
    ['The variant,\n  in lines.', 'A case.'],
    [undefined, 'A name.'],
    [undefined, 'A flag.'],
    ['The resource.', 'Makes.', 'Does.', 'Opens.'],
  ])
  expect(i!.functions[0]!.docs).toBe('The function.')
  expect(own!.types[0]!.docs).toBe('A type of its own.')
})
