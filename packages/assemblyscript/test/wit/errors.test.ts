import { expect, test } from 'vitest'
import { loadWorldFromText } from '../../src/wit/load-world.js'
import { WitError } from '../../src/wit/wit-error.js'

/** Text behind `package a:b@1.0.0;`, and the message without the name of the file. */
const cases: readonly (readonly [text: string, message: string])[] = [
  // Characters and tokens.
  ['world w { # }', '2:11: found `#`, which begins nothing in WIT; remove it'],
  ['world w { import fOO: func(); }', '2:18: `fOO` is no WIT name; names are words'],
  ['world w { import a_b: func(); }', '2:18: `a_b` is no WIT name'],
  ['world w { /* }', '2:11: a comment has no closing `*/`'],
  ['world w { @external-id("x', '2:24: a string has no closing `"`'],
  ['// \u202e\nworld w {}', '2:4: the character U+202E is not allowed in WIT'],
  // Syntax.
  [
    'world w {',
    '2:10: expected `import`, `export`, `include`, `use`, the declaration of a type or `}`, found the end',
  ],
  ['world w {};', '2:11: expected `interface`, `world`, `use` or `package`, found `;`'],
  ['world w { import f func(); }', '2:20: expected `;`, found `func`'],
  ['world w { import f: fun(); }', '2:24: expected `;`, found `(`'],
  ['world w { import f: func(a u8); }', '2:28: expected `:`, found `u8`'],
  ['world w { import f: func(a: u8 b: u8); }', '2:32: expected `,` or `)`, found `b`'],
  ['world w { import f: func() -> ; }', '2:31: expected a type, found `;`'],
  ['world w { import f: func(a: list<u8); }', '2:36: expected `>`, found `)`'],
  [
    'world w { import f: func(a: list<u8, x>); }',
    '2:38: expected the length of the list, a number, found `x`',
  ],
  ['world w { import f: func(type: u8); }', 'found `type`; write `%type` to use the keyword as a name'],
  ['interface i { f: func(); record r { a: u8; } }', '2:42: expected `,` or `}`, found `;`'],
  ['interface i { variant v { a(u8, u8) } }', '2:31: expected `)`, found `,`'],
  ['interface i { use j; }', '2:20: expected `.`, found `;`'],
  ['interface i { import j; }', '2:15: expected a function, `use`, the declaration of a type or `}`'],
  ['interface i { resource r { f: func() } }', '2:38: expected `;`, found `}`'],
  ['interface i { resource r f }', '2:26: expected `{` or `;`, found `f`'],
  ['world w { import c:d; }', '2:20: the package `a:b@1.0.0` has no interface or world `d`'],
  ['world w { import c:d/e@1; }', '2:24: expected a version like `1.2.3`, found `1`'],
  ['world w { include v with { f as g }; } world v {}', '2:36: expected no `;`'],
  ['package c:d;', '2:12: expected `{`, found `;`; only the first line of a file can be'],
  ['@since(feature = x) world w {}', '2:8: expected `version`, found `feature`'],
  ['@new world w {}', '2:2: expected `since`, `unstable`, `deprecated` or `external-id`, found `new`'],
  ['@deprecated(version = 1.0.0) world w {}', '2:1: `@deprecated` needs'],
  // Names that are there twice.
  ['interface w {} world w {}', '2:22: another interface or world is called `w`'],
  ['interface i { a: func(); type a = u8; }', '2:31: another declaration is called `a`'],
  ['interface i { record r { a: u8, a: u8 } }', '2:33: another field is called `a`'],
  ['interface i { enum e { a, a } }', '2:27: another case is called `a`'],
  ['interface i { resource r { f: func(); f: static func(); } }', '2:39: another function is called `f`'],
  ['interface i { f: func(a: u8, a: u8); }', '2:30: another parameter is called `a`'],
  ['world w { import f: func(); import f: func(); }', '2:36: import `f` conflicts'],
  // Names that lead nowhere.
  ['world w { import f: func(x: pint); }', '2:29: name `pint` does not exist'],
  ['interface i { f: func(); type t = f; } world w {}', '2:35: type `f` does not exist'],
  [
    'world w { import i; } interface k {}',
    '2:18: the package `a:b@1.0.0` has no interface or world `i`; it declares k, w',
  ],
  ['world w { use i.{x}; } interface i {}', '2:18: name `x` does not exist'],
  ['world w { use c:d/i.{x}; } package c:d { interface i {} }', '2:22: type `x` not defined in interface'],
  [
    'world w { import c:d/i; } package c:d {}',
    '2:18: the package `c:d` has no interface or world `i`; it declares nothing',
  ],
  ['use c:d/i; world w {} package c:d {}', '2:5: the package `c:d` has no interface or world `i`'],
  ['world w { import c:d/i; }', '2:18: there is no package `c:d`; put it into'],
  [
    'world w { import wasi:cli/exit@0.3.1; }',
    '2:18: there is no package `wasi:cli@0.3.1`; versions must be equal',
  ],
  [
    'world w { import a:b/i@1.0.0; } interface i {}',
    '2:18: `a:b@1.0.0` is this package itself; write `i` alone',
  ],
  [
    'world w { include c:d/v with { f as g } } package c:d { world v {} }',
    '2:32: no import or export kebab-name `f`',
  ],
  // What names may not be.
  ['world w { include i; } interface i {}', '2:19: name `i` is defined as an interface, not a world'],
  ['interface i { record r { a: list<r> } } world w {}', 'type `r` depends on itself'],
  ['interface i { f: func(x: borrow<r>); record r { a: u8 } } world w { import i; }', 'must be a resource'],
  ['world w { import f: func(a: map<f32, u32>); }', 'invalid map key type'],
  [
    'world w { @since(version = 2.0.0) import f: func(); }',
    '1:9: feature gate cannot reference unreleased version',
  ],
  // Worlds.
  ['interface i {}', 'the package `a:b@1.0.0` has no world; declare one'],
  [
    'world v {} world w {}',
    'several worlds, and none was chosen; choose one by its name; there are `v`, `w`',
  ],
]

test.each(cases)('%s', async (text, message) => {
  const error: unknown = await loadWorldFromText([
    { path: 'test.wit', text: `package a:b@1.0.0;\n${text}` },
  ]).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WitError)
  const { message: found, code } = error as WitError
  expect(code).toBe('invalid-wit')
  expect(found).toMatch(/^test\.wit:/)
  expect(found).toContain(/^\d/.test(message) ? `test.wit:${message}` : message)
})

test.each([
  ['v', 'test.wit: the package `a:b@1.0.0` has no world `v`; there is `w`'],
  ['a:b/v', 'has no world `v`; there is `w`'],
  ['a:b/w@2.0.0', 'there is no package `a:b@2.0.0`; versions must be equal'],
  ['c:d/w', 'there is no package `c:d`'],
  ['e:f/w', 'could be of `e:f@1.0.0` and `e:f@2.0.0`; add the version'],
])('world %s', async (world, message) => {
  const versions = [1, 2].map((major) => `package e:f@${major}.0.0 { world w {} }`)
  const text = `package a:b@1.0.0;\nworld w {}\n${versions.join('\n')}`
  await expect(loadWorldFromText([{ path: 'test.wit', text }], world)).rejects.toThrow(message)
})

test.each([
  ['', 'test.wit: there is nothing but nested packages; begin with a line like `package example:guest;`'],
  ['world w {}', 'test.wit:1:1: no file says the name of its package'],
  ['package a;', 'test.wit:1:10: expected `:`, found `;`'],
  ['package a:b\nworld w {}', 'test.wit:2:1: expected `;` or `{`, found `world`'],
])('packages: %j', async (text, message) => {
  await expect(loadWorldFromText([{ path: 'test.wit', text }])).rejects.toThrow(message)
})

test('types that nest without end', async () => {
  const text = `package a:b;\nworld w { type t = ${'list<'.repeat(1e5)}u8${'>'.repeat(1e5)}; }`
  const loading = loadWorldFromText([{ path: 'test.wit', text }])
  await expect(loading).rejects.toThrow('test.wit:2:525: types nest more than 100 deep')
})

test('nothing at all', async () => {
  await expect(loadWorldFromText([])).rejects.toThrow(WitError)
})

test('a byte order mark and line ends of Windows count as nothing', async () => {
  const text = '\ufeffpackage a:b;\r\nworld w {\r\n  import f: fun; }'
  await expect(loadWorldFromText([{ path: 'test.wit', text }])).rejects.toMatchObject({ line: 3, column: 13 })
  const { world } = await loadWorldFromText([{ path: 'test.wit', text: text.replace('fun', 'func()') }])
  expect(world.imports).toHaveLength(1)
})
