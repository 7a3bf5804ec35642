import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { loadWorld, loadWorldFromText } from '../../src/wit/load-world.js'

const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** Writes files into a new folder, whose path it returns. */
async function write(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-wit-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  return folder
}

async function importNames(location: string, world?: string): Promise<string[]> {
  return (await loadWorld({ path: location, world })).world.imports.map(({ name }) => name)
}

test('files of a folder are one package, of which one names it', async () => {
  const folder = await write({
    'a.wit': 'interface i { type t = u8; }',
    'b.wit': 'package a:b;\nworld w { import i; }',
    'readme.md': 'no WIT',
  })
  expect(await importNames(folder)).toEqual(['a:b/i'])
})

test('deps are folders and files, use each other, and hold what is not needed, or broken', async () => {
  const folder = await write({
    'w.wit': 'package a:b;\nworld w { import c:d/i@1.0.0; }',
    'deps/c/one.wit': 'package c:d@1.0.0;\ninterface i { use j.{t}; use e:f/k.{s}; f: func(a: t, b: s); }',
    'deps/c/two.wit': 'interface j { type t = u8; }',
    'deps/e.wit': 'package e:f;\ninterface k { type s = string; }',
    'deps/unneeded.wit': 'package g:h;\ninterface broken { f: func(a: nothing); use no:where/i.{x}; }',
    'deps/broken.wit': 'this is no WIT',
    'deps/empty/readme.md': '',
  })
  const { world, files } = await loadWorld({ path: folder })
  expect(world.imports.map(({ name }) => name)).toEqual(['c:d/j@1.0.0', 'e:f/k', 'c:d/i@1.0.0'])
  expect(files.map((file) => path.relative(folder, file.path))).toEqual([
    'w.wit',
    'deps/c/one.wit',
    'deps/c/two.wit',
    'deps/e.wit',
  ])
})

test('a single file uses the deps beside it, and not its neighbours', async () => {
  const folder = await write({
    'w.wit': 'package a:b;\nworld w { import c:d/i; }',
    'other.wit': 'not WIT',
    'deps/c.wit': 'package c:d;\ninterface i {}',
  })
  expect(await importNames(path.join(folder, 'w.wit'))).toEqual(['c:d/i'])
})

test('packages may be nested, in the files and in deps', async () => {
  const folder = await write({
    'w.wit':
      'package a:b;\nworld w { import c:d/i; }\npackage c:d { interface i { use e:f/k.{s}; g: func() -> s; } }',
    'deps/many.wit': 'package e:f { interface k { type s = string; } }\npackage g:h { world v { } }',
  })
  expect(await importNames(folder)).toEqual(['e:f/k', 'c:d/i'])
  expect(await importNames(folder, 'g:h/v')).toEqual([])
})

test('what a top-level use calls an interface holds in its file only', async () => {
  const folder = await write({
    'a.wit':
      'package a:b;\nuse c:d/i as x;\nuse e:f/i;\nworld w { import x; import i; import j; include v; }',
    'b.wit':
      'use e:f/i as x;\nuse g:h/v as vv;\ninterface j { use x.{t}; f: func() -> t; }\nworld v { include vv; }',
    'deps/c.wit': 'package c:d;\ninterface i {}',
    'deps/e.wit': 'package e:f;\ninterface i { type t = u8; }',
    'deps/g.wit': 'package g:h;\n/// Docs.\nworld v {\n/// Of q.\nimport q: func(); }',
  })
  const { world } = await loadWorld({ path: folder, world: 'w' })
  expect(world.imports.map(({ name }) => name)).toEqual(['c:d/i', 'e:f/i', 'a:b/j', 'a:b/w'])
  expect(world.imports[3]!.functions[0]!.docs).toBe('Of q.')
})

test('packages in deps go before those that come with us', async () => {
  const folder = await write({
    'w.wit': 'package a:b;\nworld w { import wasi:clocks/mine@0.3.0; }',
    'deps/clocks.wit': 'package wasi:clocks@0.3.0;\ninterface mine {}',
  })
  expect(await importNames(folder)).toEqual(['wasi:clocks/mine@0.3.0'])
})

test('texts in memory: the package that is declared first is the main one', async () => {
  const { world, witSource } = await loadWorldFromText([
    { path: 'one', text: 'package a:b;\nworld w { import i; import c:d/i; }' },
    { path: 'two', text: 'package c:d;\ninterface i {}' },
    { path: 'three', text: 'interface i {}' },
  ])
  expect(world.imports.map(({ name }) => name)).toEqual(['a:b/i', 'c:d/i'])
  const again = await loadWorldFromText([{ path: 'source', text: witSource }])
  expect(again.world).toEqual(world)
})

test('failures say where they looked', async () => {
  const empty = await write({ 'readme.md': '', 'deps/a.wit': 'package a:b;' })
  await expect(loadWorld({ path: empty })).rejects.toMatchObject({ code: 'invalid-wit', file: empty })
  await expect(loadWorld({ path: empty })).rejects.toThrow('no `.wit` file')
  const missing = path.join(empty, 'missing')
  await expect(loadWorld({ path: missing })).rejects.toThrow(`${missing}: there is no such file or folder`)
  const folder = await write({
    'w.wit': 'package a:b;\nworld w { import c:d/i; }',
    'deps/e.wit': 'package e:f;',
  })
  const unknown = expect(loadWorld({ path: folder })).rejects
  await unknown.toMatchObject({ file: path.join(folder, 'w.wit'), line: 2, column: 18 })
  await expect(loadWorld({ path: folder })).rejects.toThrow(
    `there is no package \`c:d\`; put it into a folder of \`deps/\`. Known packages: in the files: a:b; ` +
      `in ${path.join(folder, 'deps')}: e:f; those that come with @weft/assemblyscript: wasi:cli@0.3.0`,
  )
})

test('a dependency that is broken or there twice fails where it is needed', async () => {
  const world = { 'w.wit': 'package a:b;\nworld w { import c:d/i; }' }
  const broken = await write({ ...world, 'deps/c.wit': 'package c:d;\ninterface i {' })
  const location = path.join(broken, 'deps', 'c.wit')
  await expect(loadWorld({ path: broken })).rejects.toMatchObject({ file: location, line: 2, column: 14 })
  const text = 'package c:d;\ninterface i {}'
  const twice = await write({ ...world, 'deps/c.wit': text, 'deps/d/c.wit': text })
  await expect(loadWorld({ path: twice })).rejects.toThrow('the package `c:d` is in')
  const mixed = await write({ 'a.wit': 'package a:b;', 'b.wit': 'package a:c;' })
  await expect(loadWorld({ path: mixed })).rejects.toThrow(
    'b.wit:1:9: the package is `a:c` here, but `a:b` in',
  )
})
