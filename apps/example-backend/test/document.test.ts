import { readdirSync, readFileSync } from 'node:fs'
import { contractCases } from '@weft/backend/contract'
import { expect, test } from 'vitest'

const app = new URL('../', import.meta.url)
const document = readFileSync(new URL('../../docs/adding-a-backend.md', app), 'utf8')

/** Fenced blocks that name a file: the language, then its path in this app. */
const blocks = [...document.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, path, code]) => ({
  path: path!,
  lines: linesOf(code!),
}))

/** Indentation and empty lines are left out: the document shows methods without their class. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function fileLines(path: string): string[] {
  return linesOf(readFileSync(new URL(path, app), 'utf8'))
}

test.each(blocks)('a block of $path is in that file as it stands', ({ path, lines }) => {
  expect(`\n${fileLines(path).join('\n')}\n`).toContain(`\n${lines.join('\n')}\n`)
})

const sources = readdirSync(new URL('src/', app)).filter((name) => name !== 'index.ts')

test.each(sources)('the document shows all of src/%s but its imports', (name) => {
  const shown = new Set(blocks.filter(({ path }) => path === `src/${name}`).flatMap(({ lines }) => lines))
  const text = readFileSync(new URL(`src/${name}`, app), 'utf8').replace(/^import [^']*'[^']*'$/gm, '')
  expect(linesOf(text).filter((line) => !shown.has(line))).toEqual([])
})

test('the case the document skips is one of the contract', () => {
  const [, name] = /skips: \{ '([^']+)'/.exec(document)!
  expect(contractCases().map((contractCase) => contractCase.name)).toContain(name)
})
