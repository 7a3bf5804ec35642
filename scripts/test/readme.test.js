import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({
  language,
  text,
}))

/** Files that the README shows: their first line is a comment with their name. */
const files = blocks.flatMap(({ text }) => {
  const name = /^\/\/ (\S+)\n/.exec(text)?.[1]
  return name === undefined ? [] : [{ name, text }]
})

/** Commands that the README shows, each with the output that it promises. */
const commands = blocks
  .filter(({ language }) => language === 'console')
  .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
  .map((entry) => ({
    command: entry.slice(0, entry.indexOf('\n')),
    output: entry.slice(entry.indexOf('\n') + 1),
  }))

let folder = ''

beforeAll(() => {
  // Inside the repository, so that the packages are found by name.
  mkdirSync(join(root, 'build'), { recursive: true })
  folder = mkdtempSync(join(root, 'build', 'readme-'))
  for (const { name, text } of files) writeFileSync(join(folder, name), text)
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** As `npx` does, without its start-up time: the programs of the repository come first. */
function run(command) {
  const PATH = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const parameters = {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, PATH, NO_COLOR: '1' },
  }
  return spawnSync(command.replace(/^npx /, ''), parameters)
}

describe('the README', () => {
  test('shows files and commands', () => {
    expect(files.map(({ name }) => name)).toEqual(['squares.ts', 'host.ts'])
    expect(commands.length).toBeGreaterThanOrEqual(6)
  })

  test('shows commands that do what it says', () => {
    for (const { command, output } of commands) {
      const { status, stdout, stderr } = run(command)
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
      if (output !== '') expect({ command, stdout }).toEqual({ command, stdout: output })
    }
  })
})

test.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md'])('links in %s lead somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8')
  const targets = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target)
  const broken = targets.filter((target) => !existsSync(join(root, dirname(page), target)))
  expect(broken).toEqual([])
})
