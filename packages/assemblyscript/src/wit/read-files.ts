import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { WitError } from './wit-error.js'
import type { WitFile } from './world.js'

/** The files of the main package, and those of each package in `deps`. */
interface FoundFiles {
  readonly main: readonly WitFile[]
  readonly dependencies: readonly (readonly WitFile[])[]
  /** Where dependencies were looked for. */
  readonly dependencyFolder: string
}

/**
 * Reads a folder as wasm-tools does: its `*.wit` are one package, its `deps` has a folder or a file for each other one.
 * For a single file, the `deps` beside it. Throws `WitError` if there is nothing.
 */
export async function readFiles(location: string): Promise<FoundFiles> {
  const kind = await kindOf(location)
  if (kind === undefined) {
    throw new WitError('there is no such file or folder; give a `.wit` file, or a folder of them', {
      file: location,
    })
  }
  const main = kind === 'folder' ? await readFolder(location) : [await read(location)]
  if (main.length === 0) {
    throw new WitError('the folder has no `.wit` file; give the folder that has them', { file: location })
  }
  const dependencyFolder = path.join(kind === 'folder' ? location : path.dirname(location), 'deps')
  return { main, dependencies: await readPackages(dependencyFolder), dependencyFolder }
}

/** The files of each package in a folder; nothing if the folder is not there. */
export async function readPackages(folder: string): Promise<readonly (readonly WitFile[])[]> {
  if ((await kindOf(folder)) !== 'folder') return []
  const packages: (readonly WitFile[])[] = []
  for (const name of (await readdir(folder)).sort()) {
    const location = path.join(folder, name)
    const kind = await kindOf(location)
    if (kind === 'folder') packages.push(await readFolder(location))
    else if (kind === 'file' && name.endsWith('.wit')) packages.push([await read(location)])
  }
  return packages.filter((files) => files.length > 0)
}

async function readFolder(folder: string): Promise<WitFile[]> {
  const files: WitFile[] = []
  for (const name of (await readdir(folder)).sort()) {
    const location = path.join(folder, name)
    if (name.endsWith('.wit') && (await kindOf(location)) === 'file') files.push(await read(location))
  }
  return files
}

async function read(location: string): Promise<WitFile> {
  return { path: location, text: await readFile(location, 'utf8') }
}

async function kindOf(location: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(location)
    return found.isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
