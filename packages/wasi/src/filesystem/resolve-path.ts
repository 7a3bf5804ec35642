import { FileError } from './error-codes.js'
import type { FileStats, FileSystem } from './file-system.js'

/** A folder: one that was granted, and the way down from it, without links. */
export interface Folder {
  readonly root: string
  readonly segments: readonly string[]
}

export interface ResolvedPath {
  readonly folder: Folder
  readonly path: string
  /** Undefined if nothing is there. */
  readonly stats: FileStats | undefined
  /** It is the folder that the path started from. */
  readonly isBase: boolean
  /** It was written with a slash at the end, so it has to be a folder. */
  readonly mustBeFolder: boolean
}

const maximumLinks = 40
const bigint = { bigint: true } as const

/** The path of a folder on the host. */
export function hostPath({ root, segments }: Folder): string {
  return segments.length === 0 ? root : `${root === '/' ? '' : root}/${segments.join('/')}`
}

/**
 * Follows `path` from `base` step by step, and never out of it: neither by `..`, nor by a link, nor through a folder
 * on the way that was replaced by a link since it was opened. The last step's link is followed if `follow` says so.
 * Throws `FileError`. Specification: wasi:filesystem, path resolution.
 */
export function resolvePath(fs: FileSystem, base: Folder, path: string, follow: boolean): ResolvedPath {
  if (path === '') throw new FileError('no-entry')
  if (path.startsWith('/')) throw new FileError('not-permitted')
  if (path.includes('\0')) throw new FileError('invalid')
  checkBase(fs, base)
  return new PathWalk(fs, base, path, follow).walk()
}

/** A folder that was opened must not have become a link. */
function checkBase(fs: FileSystem, { root, segments }: Folder): void {
  for (let length = 1; length <= segments.length; length++) {
    const stats = lookUp(fs, hostPath({ root, segments: segments.slice(0, length) }))
    if (!stats?.isDirectory()) throw new FileError('no-entry')
  }
}

class PathWalk {
  readonly #fs: FileSystem
  readonly #base: Folder
  readonly #follow: boolean
  readonly #steps: string[] = []
  #left: string[]
  #links = 0
  readonly #mustBeFolder: boolean

  constructor(fs: FileSystem, base: Folder, path: string, follow: boolean) {
    this.#fs = fs
    this.#base = base
    this.#left = segmentsOf(path)
    this.#mustBeFolder = /(^|\/)\.{0,2}$/.test(path)
    this.#follow = follow || path.endsWith('/')
  }

  walk(): ResolvedPath {
    for (let step = this.#left.shift(); step !== undefined; step = this.#left.shift()) {
      if (step !== '..') this.#enter(step)
      else if (this.#steps.pop() === undefined) throw new FileError('not-permitted')
    }
    const folder = { root: this.#base.root, segments: [...this.#base.segments, ...this.#steps] }
    const path = hostPath(folder)
    const stats = lookUp(this.#fs, path)
    const mustBeFolder = this.#mustBeFolder
    if (mustBeFolder && stats && !stats.isDirectory()) throw new FileError('not-directory')
    return { folder, path, stats, mustBeFolder, isBase: this.#steps.length === 0 }
  }

  /** Takes one step down; a link on the way puts its steps in front of those that are left. */
  #enter(step: string): void {
    this.#steps.push(step)
    const isLast = this.#left.length === 0
    if (isLast && !this.#follow) return
    const { root, segments } = this.#base
    const path = hostPath({ root, segments: [...segments, ...this.#steps] })
    const stats = lookUp(this.#fs, path)
    if (stats?.isSymbolicLink()) this.#followLink(path)
    else if (!isLast && stats === undefined) throw new FileError('no-entry')
    else if (!isLast && !stats?.isDirectory()) throw new FileError('not-directory')
  }

  #followLink(path: string): void {
    if (++this.#links > maximumLinks) throw new FileError('loop')
    const target = this.#fs.readlinkSync(path)
    if (isAbsolute(target)) throw new FileError('not-permitted')
    this.#steps.pop()
    this.#left = [...segmentsOf(target), ...this.#left]
  }
}

const separator = globalThis.process?.platform === 'win32' ? /[\\/]/ : '/'

function segmentsOf(path: string): string[] {
  return path.split(separator).filter((segment) => segment !== '' && segment !== '.')
}

/** Also as Windows writes it, where a backslash separates and a colon names a drive. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^([a-z]:|\\)/i.test(path)
}

/** The stats of a path, not of what it links to; undefined if nothing is there. */
function lookUp(fs: FileSystem, path: string): FileStats | undefined {
  try {
    return fs.lstatSync(path, bigint)
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined
    throw error
  }
}
