import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assembleGuests, bytesOf } from '../../packages/component/test/built/guests.ts'
import { hello } from '../../packages/component/test/built/hello.ts'
import { counter, things, twice } from '../../packages/component/test/support/texts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder = ''

beforeAll(async () => {
  // Inside the repository, so that the packages are found by name.
  mkdirSync(join(root, 'build'), { recursive: true })
  folder = mkdtempSync(join(root, 'build', 'readmes-'))
  const guests = { hello, things, counter: counter(), app: twice() }
  for (const [name, text] of Object.entries(guests)) save(name, await bytesOf(text))
  for (const [name, bytes] of Object.entries(await assembleGuests())) save(name, bytes)
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function save(name, bytes) {
  writeFileSync(join(folder, `${name}.wasm`), bytes)
}

/** Programs in the README of a package, each with the lines that it promises to print. */
function programs(name) {
  const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8')
  return [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, text]) => ({
    text,
    promised: [...text.matchAll(/(?:console\.log\(.*\) \/\/|\/\/ prints) (.*)$/gm)].map(([, line]) => line),
  }))
}

describe.each([
  ['abi', 1],
  ['component', 7],
])('the README of %s', (name, count) => {
  test('shows programs', () => expect(programs(name)).toHaveLength(count))

  test.each(programs(name))('prints what it promises: $promised', ({ text, promised }) => {
    expect(promised).not.toEqual([])
    writeFileSync(join(folder, 'program.mjs'), text)
    const { status, stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect({ status, stderr, lines: stdout.trimEnd().split('\n') }).toEqual({
      status: 0,
      stderr: '',
      lines: promised,
    })
  })
})
