import { FileError } from './error-codes.js'
import type { FileSystem } from './file-system.js'
import type { Folder, ResolvedPath } from './resolve-path.js'

/** `descriptor-flags`, in camel case; what is missing is false. */
export interface DescriptorFlags {
  readonly read?: boolean
  readonly write?: boolean
  readonly fileIntegritySync?: boolean
  readonly dataIntegritySync?: boolean
  readonly requestedWriteSync?: boolean
  readonly mutateDirectory?: boolean
}

export interface OpenFlags {
  readonly create?: boolean
  readonly directory?: boolean
  readonly exclusive?: boolean
  readonly truncate?: boolean
}

/** What a descriptor stands for. */
export type Opened =
  | { readonly kind: 'folder'; readonly folder: Folder; readonly flags: DescriptorFlags }
  | { readonly kind: 'file'; readonly fd: number; readonly flags: DescriptorFlags }

export interface OpenRequest {
  readonly target: ResolvedPath
  readonly open: OpenFlags
  readonly wanted: DescriptorFlags
}

/** Opens what a path leads to. Throws `FileError`s, and what the system throws. */
export function openFile(fs: FileSystem, request: OpenRequest): Opened {
  const { target, open, wanted } = request
  const { stats } = target
  if (open.directory && (open.create || open.truncate)) throw new FileError('invalid')
  if (stats === undefined && !open.create) throw new FileError('no-entry')
  if (stats && open.create && open.exclusive) throw new FileError('exist')
  if (stats?.isDirectory()) return openFolder(request)
  if (open.directory) throw new FileError('not-directory')
  if (stats?.isSymbolicLink()) throw new FileError('loop')
  if (target.mustBeFolder) throw new FileError(stats ? 'not-directory' : 'is-directory')
  // POSIX leaves nothing open for neither reading nor writing: that is reading. What creates or truncates, writes.
  const write = wanted.write === true || open.create === true || open.truncate === true
  const flags = {
    ...wanted,
    read: wanted.read === true || wanted.write !== true,
    write,
    mutateDirectory: false,
  }
  return { kind: 'file', fd: fs.openSync(target.path, systemFlags(fs, open, flags)), flags }
}

function openFolder({ target, open, wanted }: OpenRequest): Opened {
  if (wanted.write || open.truncate || open.create) throw new FileError('is-directory')
  return { kind: 'folder', folder: target.folder, flags: { ...wanted, read: true } }
}

function systemFlags({ constants }: FileSystem, open: OpenFlags, flags: DescriptorFlags): number {
  const access = flags.write ? (flags.read ? 'O_RDWR' : 'O_WRONLY') : 'O_RDONLY'
  // The path is resolved: a link that appears now is not followed. A pipe that nobody writes to does not block us.
  const names = [access, 'O_NOFOLLOW', 'O_NONBLOCK']
  if (open.create) names.push('O_CREAT')
  if (open.create && open.exclusive) names.push('O_EXCL')
  if (open.truncate) names.push('O_TRUNC')
  if (flags.fileIntegritySync || flags.requestedWriteSync) names.push('O_SYNC')
  if (flags.dataIntegritySync) names.push('O_DSYNC')
  // Not every system has all of them.
  return names.reduce((sum, name) => sum | (constants[name] ?? 0), 0)
}
