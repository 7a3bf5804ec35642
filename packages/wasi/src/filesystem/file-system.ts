/** What is known of a file; numbers as the system gives them. */
export interface FileStats {
  readonly dev: bigint
  readonly ino: bigint
  readonly nlink: bigint
  readonly size: bigint
  readonly atimeNs: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isFIFO(): boolean
  isSocket(): boolean
  isBlockDevice(): boolean
  isCharacterDevice(): boolean
}

/** An entry of a folder. */
export interface DirectoryEntry
  extends Pick<
    FileStats,
    | 'isFile'
    | 'isDirectory'
    | 'isSymbolicLink'
    | 'isFIFO'
    | 'isSocket'
    | 'isBlockDevice'
    | 'isCharacterDevice'
  > {
  readonly name: string
}

interface BigStats {
  readonly bigint: true
}

/**
 * The part of `node:fs` that files are served from; `memfs` has it too. Synchronous on purpose: no other guest runs
 * between the check of a path and its use, and one call costs microseconds where one through the thread pool costs ten
 * times as much.
 */
export interface FileSystem {
  readonly constants: Readonly<Record<string, number>>
  openSync(path: string, flags: number, mode?: number): number
  closeSync(fd: number): void
  readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number
  writeSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number
  fstatSync(fd: number, options: BigStats): FileStats
  lstatSync(path: string, options: BigStats): FileStats
  readlinkSync(path: string): string
  readdirSync(path: string, options: { readonly withFileTypes: true }): readonly DirectoryEntry[]
  mkdirSync(path: string): unknown
  rmdirSync(path: string): void
  unlinkSync(path: string): void
  renameSync(from: string, to: string): void
  linkSync(from: string, to: string): void
  symlinkSync(target: string, path: string): void
  ftruncateSync(fd: number, size: number): void
  fsyncSync(fd: number): void
  fdatasyncSync(fd: number): void
  futimesSync(fd: number, atime: number | string, mtime: number | string): void
  lutimesSync(path: string, atime: number | string, mtime: number | string): void
}
