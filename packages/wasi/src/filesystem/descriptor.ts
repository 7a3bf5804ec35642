import { ComponentError } from '@weft/component'
import type { Clocks } from '../host/clocks.js'
import type { Grants } from '../host/grants.js'
import { errorCodeOf, FileError } from './error-codes.js'
import type { FileStats, FileSystem } from './file-system.js'
import { type DescriptorFlags, type Opened, type OpenFlags, openFile } from './open-file.js'
import { hostPath, isAbsolute, type ResolvedPath, resolvePath } from './resolve-path.js'
import { metadataHash, type Shape, toDescriptorStat, typeOf } from './stats.js'
import { isUnchanged, type NewTimestamp, timesOf } from './timestamps.js'

/** What all descriptors of a guest share. */
export interface FileWorld {
  readonly fs: FileSystem
  readonly shape: Shape
  readonly clocks: Clocks
  readonly grants: Grants
  /**
   * Whether folders that were opened without `mutate-directory` cannot be changed, as 0.3 says. Libraries that use 0.2
   * never ask for it, and hosts never insisted.
   */
  readonly isStrict: boolean
}

interface PathFlags {
  readonly symlinkFollow?: boolean
}

const bigint = { bigint: true } as const

/** What `wasi:filesystem/types#descriptor` of WASI 0.2 and of 0.3 have in common. */
export abstract class BaseDescriptor {
  protected readonly world: FileWorld
  readonly #opened: Opened
  /** Whether the folder that was granted may be changed. */
  readonly #mayWrite: boolean
  #isDropped = false
  #holders = 1

  constructor(world: FileWorld, opened: Opened, mayWrite: boolean) {
    this.world = world
    this.#opened = opened
    this.#mayWrite = mayWrite
  }

  /** A descriptor of the same version. */
  protected abstract create(opened: Opened, mayWrite: boolean): BaseDescriptor

  advise(_offset: bigint, _length: bigint, _advice: string): void {
    this.guard(() => this.fd)
  }

  syncData(): void {
    this.guard(() => {
      if (this.isWritable) this.world.fs.fdatasyncSync(this.fd)
    })
  }

  sync(): void {
    this.guard(() => {
      if (this.isWritable) this.world.fs.fsyncSync(this.fd)
    })
  }

  getFlags(): DescriptorFlags {
    return this.#opened.flags
  }

  getType(): unknown {
    return this.guard(() => this.world.shape.descriptorType(typeOf(this.stats())))
  }

  setSize(size: bigint): void {
    this.guard(() => {
      if (size > Number.MAX_SAFE_INTEGER) throw new FileError('file-too-large')
      if (!this.isWritable) throw new FileError(this.#opened.kind === 'file' ? 'invalid' : 'bad-descriptor')
      this.world.fs.ftruncateSync(this.fd, Number(size))
    })
  }

  setTimes(access: NewTimestamp, modification: NewTimestamp): void {
    this.guard(() => {
      const { fs, clocks } = this.world
      if (isUnchanged(access, modification)) return
      this.#checkMayWrite()
      const times = timesOf(access, modification, this.stats(), clocks.systemNow())
      if (this.#opened.kind === 'file') fs.futimesSync(this.#opened.fd, ...times)
      else fs.lutimesSync(hostPath(this.#opened.folder), ...times)
    })
  }

  stat(): unknown {
    return this.guard(() => toDescriptorStat(this.stats(), this.world.shape))
  }

  statAt({ symlinkFollow }: PathFlags, path: string): object {
    return this.guard(() => toDescriptorStat(this.#existing(path, symlinkFollow).stats, this.world.shape))
  }

  setTimesAt(
    { symlinkFollow }: PathFlags,
    path: string,
    access: NewTimestamp,
    modification: NewTimestamp,
  ): void {
    this.guard(() => {
      const { fs, clocks } = this.world
      const { path: target, stats } = this.#existing(path, symlinkFollow)
      if (isUnchanged(access, modification)) return
      this.#checkMutable()
      fs.lutimesSync(target, ...timesOf(access, modification, stats, clocks.systemNow()))
    })
  }

  createDirectoryAt(path: string): void {
    this.guard(() => {
      const target = this.#resolve(path)
      if (target.stats) throw new FileError('exist')
      this.#checkMutable()
      this.world.fs.mkdirSync(target.path)
    })
  }

  linkAt({ symlinkFollow }: PathFlags, oldPath: string, newBase: BaseDescriptor, newPath: string): void {
    this.guard(() => {
      const from = this.#existing(oldPath, symlinkFollow)
      const to = newBase.#resolve(newPath)
      if (from.stats.isDirectory()) throw new FileError('not-permitted')
      if (to.stats) throw new FileError('exist')
      if (to.mustBeFolder) throw new FileError('no-entry')
      this.#checkMutable()
      newBase.#checkMutable()
      this.world.fs.linkSync(from.path, to.path)
    })
  }

  openAt(
    { symlinkFollow = false }: PathFlags,
    path: string,
    open: OpenFlags,
    wanted: DescriptorFlags,
  ): BaseDescriptor {
    return this.guard(() => {
      const target = this.#resolve(path, symlinkFollow && !(open.create && open.exclusive))
      if (wanted.write || wanted.mutateDirectory || open.create || open.truncate) this.#checkMutable()
      return this.create(openFile(this.world.fs, { target, open, wanted }), this.#mayWrite)
    })
  }

  readlinkAt(path: string): string {
    return this.guard(() => {
      const { path: link, stats } = this.#existing(path, false)
      if (!stats.isSymbolicLink()) throw new FileError('invalid')
      const target = this.world.fs.readlinkSync(link)
      if (isAbsolute(target)) throw new FileError('not-permitted')
      return target
    })
  }

  removeDirectoryAt(path: string): void {
    this.guard(() => {
      const target = this.#existing(path, false)
      if (target.isBase) throw new FileError('invalid')
      if (!target.stats.isDirectory()) throw new FileError('not-directory')
      this.#checkMutable()
      this.world.fs.rmdirSync(target.path)
    })
  }

  renameAt(oldPath: string, newBase: BaseDescriptor, newPath: string): void {
    this.guard(() => {
      const from = this.#existing(oldPath, false)
      const to = newBase.#resolve(newPath)
      if (from.isBase || to.isBase) throw new FileError('busy')
      if (to.mustBeFolder && !from.stats.isDirectory()) throw new FileError('not-directory')
      this.#checkMutable()
      newBase.#checkMutable()
      this.world.fs.renameSync(from.path, to.path)
    })
  }

  symlinkAt(target: string, path: string): void {
    this.guard(() => {
      if (target === '') throw new FileError('no-entry')
      if (isAbsolute(target)) throw new FileError('not-permitted')
      const link = this.#resolve(path)
      if (link.stats) throw new FileError('exist')
      if (link.mustBeFolder) throw new FileError('no-entry')
      this.#checkMutable()
      this.world.fs.symlinkSync(target, link.path)
    })
  }

  unlinkFileAt(path: string): void {
    this.guard(() => {
      const target = this.#existing(path, false)
      if (target.stats.isDirectory()) throw new FileError('is-directory')
      this.#checkMutable()
      this.world.fs.unlinkSync(target.path)
    })
  }

  isSameObject(other: BaseDescriptor): boolean {
    return this.guard(() => {
      const mine = this.stats()
      const theirs = other.stats()
      return mine.dev === theirs.dev && mine.ino === theirs.ino
    })
  }

  metadataHash(): unknown {
    return this.guard(() => metadataHash(this.stats()))
  }

  metadataHashAt({ symlinkFollow }: PathFlags, path: string): object {
    return this.guard(() => metadataHash(this.#existing(path, symlinkFollow).stats))
  }

  [Symbol.dispose](): void {
    if (this.#isDropped) return
    this.#isDropped = true
    this.release()
  }

  /** Streams of a file go on when the guest has dropped its descriptor: whoever holds the file releases it once. */
  protected hold(): void {
    this.#holders++
  }

  protected release(): void {
    if (--this.#holders === 0 && this.#opened.kind === 'file') this.world.fs.closeSync(this.#opened.fd)
  }

  /** Runs `action`; what it or the system says went wrong is the err of a result. */
  protected guard<Value>(action: () => Value): Value {
    try {
      return action()
    } catch (error) {
      const code = errorCodeOf(error)
      if (code === undefined) throw error
      throw new ComponentError(this.world.shape.errorCode(code), undefined, { cause: error })
    }
  }

  /** The file; folders have none. */
  protected get fd(): number {
    if (this.#opened.kind === 'folder') throw new FileError('bad-descriptor')
    return this.#opened.fd
  }

  protected get isReadable(): boolean {
    return this.#opened.kind === 'file' && this.#opened.flags.read === true
  }

  protected get isWritable(): boolean {
    return this.#opened.kind === 'file' && this.#opened.flags.write === true
  }

  /** The path of the folder, which is checked; throws for a file. */
  protected get folderPath(): string {
    return this.#existing('.', false).path
  }

  protected stats(): FileStats {
    const { fs } = this.world
    if (this.#opened.kind === 'file') return fs.fstatSync(this.#opened.fd, bigint)
    return this.#existing('.', false).stats
  }

  #resolve(path: string, follow = false): ResolvedPath {
    if (this.#opened.kind === 'file') throw new FileError('not-directory')
    return resolvePath(this.world.fs, this.#opened.folder, path, follow)
  }

  #existing(path: string, follow = false): ResolvedPath & { readonly stats: FileStats } {
    const resolved = this.#resolve(path, follow)
    const { stats } = resolved
    if (stats === undefined) throw new FileError('no-entry')
    return { ...resolved, stats }
  }

  #checkMutable(): void {
    this.#checkMayWrite()
    if (this.world.isStrict && !this.#opened.flags.mutateDirectory) throw new FileError('read-only')
  }

  #checkMayWrite(): void {
    if (this.#mayWrite) return
    this.world.grants.denied('write')
    throw new FileError('read-only')
  }
}
