import { Buffer } from 'buffer/index.js'
import { createFsFromVolume, Volume } from 'memfs-browser'
import type { Files } from './browser/create-browser-wasi.js'
import { FileError } from './filesystem/error-codes.js'
import type { FileSystem } from './filesystem/file-system.js'

/** Files in memory, to be granted to guests. Any number of guests may share them. */
export interface MemoryFiles extends Files {
  /** The content of a file. Throws if there is none. */
  read(path: string): Uint8Array
  /** Makes or replaces a file, and the folders that it is in. */
  write(path: string, content: Uint8Array | string): void
}

/**
 * Makes files in memory; `files` are by their paths from the root. Guests get the root as `guestPath`, `/` by default.
 * `memfs`, which has them, wants a global `Buffer` like Node's: where there is none, it gets its own.
 */
export function createMemoryFiles(
  files: Readonly<Record<string, Uint8Array | string>> = {},
  guestPath = '/',
): MemoryFiles {
  const scope = globalThis as { Buffer?: unknown }
  scope.Buffer ??= Buffer
  const fs = createFsFromVolume(new Volume())
  const root = '/files'
  fs.mkdirSync(root)
  const pathOf = (path: string) => `${root}/${path.replace(/^\/+/, '')}`
  const made: MemoryFiles = {
    fileSystem: adapt(fs),
    preopens: [{ hostPath: root, guestPath, readOnly: false }],
    read: (path) => Uint8Array.from(fs.readFileSync(pathOf(path)) as Uint8Array),
    write(path, content) {
      const whole = pathOf(path)
      fs.mkdirSync(whole.slice(0, whole.lastIndexOf('/')), { recursive: true })
      fs.writeFileSync(whole, content)
    },
  }
  for (const [path, content] of Object.entries(files)) made.write(path, content)
  return made
}

/**
 * This version of `memfs` makes the targets of links absolute, and cannot set the times of links. Nobody follows links
 * in it, since paths are resolved before it gets them.
 */
function adapt(fs: ReturnType<typeof createFsFromVolume>): FileSystem {
  const targets = new Map<number, string>()
  const nodeOf = (path: string) => Number(fs.lstatSync(path).ino)
  const adapted: Pick<FileSystem, 'symlinkSync' | 'readlinkSync' | 'lutimesSync'> = {
    symlinkSync(target, path) {
      fs.symlinkSync(target, path)
      targets.set(nodeOf(path), target)
    },
    readlinkSync: (path) => targets.get(nodeOf(path)) ?? String(fs.readlinkSync(path)),
    lutimesSync(path, access, modification) {
      if (fs.lstatSync(path).isSymbolicLink()) throw new FileError('unsupported')
      fs.utimesSync(path, access, modification)
    },
  }
  return Object.assign(Object.create(fs) as FileSystem, adapted)
}
