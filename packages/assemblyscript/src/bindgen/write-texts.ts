import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { generatedPrefix } from './generated-line.js'

/** What became of the files in a folder of bindings. Paths begin with the folder's. */
export interface WrittenFiles {
  readonly written: readonly string[]
  /** Those that were as they should be. They are not touched. */
  readonly unchanged: readonly string[]
  /** Those of an earlier run that are not generated any more. */
  readonly removed: readonly string[]
}

/**
 * Writes generated texts by their paths in a folder. Other files there are removed if they begin with `stale`, which is
 * the first line, or a part of it, of generated files only.
 */
export async function writeTexts(
  folder: string,
  texts: ReadonlyMap<string, string>,
  stale = generatedPrefix,
): Promise<WrittenFiles> {
  const written: string[] = []
  const unchanged: string[] = []
  const present = await readPresent(folder)
  for (const [name, text] of texts) {
    const file = path.join(folder, name)
    if (present.get(file) === text) {
      unchanged.push(file)
      continue
    }
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
    written.push(file)
  }
  const wanted = new Set([...written, ...unchanged])
  const removed = [...present].filter(([file, text]) => !wanted.has(file) && text.startsWith(stale))
  for (const [file] of removed) await rm(file, { force: true })
  return { written, unchanged, removed: removed.map(([file]) => file) }
}

/** The sources where bindings can lie: in the folder itself, and in that of the exports. */
async function readPresent(folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const each of [folder, path.join(folder, 'exports')]) {
    for (const entry of await readdir(each, { withFileTypes: true }).catch(ignoreMissing)) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue
      const file = path.join(each, entry.name)
      texts.set(file, await readFile(file, 'utf8'))
    }
  }
  return texts
}

function ignoreMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
