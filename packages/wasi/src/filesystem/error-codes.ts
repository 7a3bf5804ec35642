/** Error codes of `wasi:filesystem/types` by the names that Node gives errors of the system. */
const codes: Readonly<Record<string, string>> = {
  EACCES: 'access',
  EALREADY: 'already',
  EBADF: 'bad-descriptor',
  EBUSY: 'busy',
  EDEADLK: 'deadlock',
  EDQUOT: 'quota',
  EEXIST: 'exist',
  EFBIG: 'file-too-large',
  EILSEQ: 'illegal-byte-sequence',
  EINPROGRESS: 'in-progress',
  EINTR: 'interrupted',
  EINVAL: 'invalid',
  EIO: 'io',
  EISDIR: 'is-directory',
  ELOOP: 'loop',
  EMLINK: 'too-many-links',
  EMSGSIZE: 'message-size',
  ENAMETOOLONG: 'name-too-long',
  ENODEV: 'no-device',
  ENOENT: 'no-entry',
  ENOLCK: 'no-lock',
  ENOMEM: 'insufficient-memory',
  ENOSPC: 'insufficient-space',
  ENOTDIR: 'not-directory',
  ENOTEMPTY: 'not-empty',
  ENOTRECOVERABLE: 'not-recoverable',
  ENOTSUP: 'unsupported',
  EOPNOTSUPP: 'unsupported',
  ENOSYS: 'unsupported',
  ENOTTY: 'no-tty',
  ENXIO: 'no-such-device',
  EOVERFLOW: 'overflow',
  EPERM: 'not-permitted',
  EPIPE: 'pipe',
  EROFS: 'read-only',
  ESPIPE: 'invalid-seek',
  ETXTBSY: 'text-file-busy',
  EXDEV: 'cross-device',
  // Node's own, for values that no system call was made with.
  ERR_INVALID_ARG_VALUE: 'invalid',
  ERR_OUT_OF_RANGE: 'invalid',
}

/** An error code of `wasi:filesystem/types`, thrown; which value it becomes depends on the version. */
export class FileError {
  readonly code: string

  constructor(code: string) {
    this.code = code
  }
}

/** The error code for what was thrown; undefined if it is no answer to a guest but a failure of the host. */
export function errorCodeOf(error: unknown): string | undefined {
  if (error instanceof FileError) return error.code
  const code = (error as { readonly code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? (codes[code] ?? (code.startsWith('E') ? 'io' : undefined)) : undefined
}
