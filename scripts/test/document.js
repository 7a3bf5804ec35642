import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The files and commands that a page shows. */
export function readDocument(page) {
  const text = readFileSync(join(root, page), 'utf8')
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language,
    text,
  }))
  return { files: blocks.flatMap(fileOf), commands: blocks.flatMap(commandsOf) }
}

/** Files: their first line is a comment with their name. */
function fileOf({ text }) {
  const name = /^\/\/ (\S+)\n/.exec(text)?.[1]
  return name === undefined ? [] : [{ name, text }]
}

/** Commands, each with the output that the page promises. */
function commandsOf({ language, text }) {
  if (language !== 'console') return []
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((entry) => ({
      command: entry.slice(0, entry.indexOf('\n')),
      output: entry.slice(entry.indexOf('\n') + 1),
    }))
}

/** Writes files to a new folder inside of the repository, so that the packages are found by name. Returns its path. */
export function writeFiles(prefix, files) {
  mkdirSync(join(root, 'build'), { recursive: true })
  const folder = mkdtempSync(join(root, 'build', prefix))
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** As `npx` does, without its start-up time: the programs of the repository come first. */
export function run(command, folder) {
  const PATH = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const parameters = {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, PATH },
  }
  return spawnSync(command.replace(/^npx /, ''), parameters)
}
