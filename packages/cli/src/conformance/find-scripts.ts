import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScriptFile } from '@weft/conformance'
import { CommandError, UsageError } from '../cli-error.js'

/**
 * The paths of the test scripts that files and folders stand for, in order; of a folder, every `.wast` file in it and
 * below. Throws `UsageError` for a path that is not there, and where there is no script at all.
 */
export async function findScripts(paths: readonly string[]): Promise<string[]> {
  const found = (await Promise.all(paths.map(scriptsAt))).flat()
  if (found.length === 0) throw new UsageError(`there are no .wast files in ${paths.join(', ')}`)
  return found
}

async function scriptsAt(path: string): Promise<string[]> {
  const entry = await stat(path).catch(() => undefined)
  if (entry === undefined) throw new UsageError(`there is no file or folder ${path}`)
  if (!entry.isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  return names
    .filter((name) => name.endsWith('.wast'))
    .sort()
    .map((name) => join(path, name))
}

/** The scripts, each read when its turn comes. Throws `CommandError`. */
export async function* readScripts(paths: readonly string[]): AsyncGenerator<ScriptFile> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new CommandError(`cannot read ${path}`, { cause })
    })
    yield { name: path, text }
  }
}
