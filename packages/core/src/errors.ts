const marker = Symbol.for('weft.error')

/** What every Weft error carries besides its message. */
export interface WeftErrorOptions {
  readonly cause?: unknown
}

/**
 * The base of every error that Weft throws. `code` is stable: programs may switch on it.
 * `isInstance` works across copies of the package, which `instanceof` does not.
 */
export class WeftError extends Error {
  readonly code: string
  readonly [marker] = true

  constructor(code: string, message: string, options?: WeftErrorOptions) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.name = new.target.name
  }

  /** True for any Weft error, whichever copy of `@weft/core` made it. */
  static isInstance(value: unknown): value is WeftError {
    return typeof value === 'object' && value !== null && marker in value
  }
}

/** Malformed bytes: `offset` is the byte offset in the input, `section` the section it lies in. */
export class BinaryError extends WeftError {
  readonly offset: number
  readonly section: string | undefined

  constructor(message: string, offset: number, section?: string, options?: WeftErrorOptions) {
    const place = section === undefined ? `offset ${hex(offset)}` : `offset ${hex(offset)}, ${section}`
    super('malformed-binary', `${message} (${place})`, options)
    this.offset = offset
    this.section = section
  }
}

/** A device or buffer handle that was never given out, or that was freed. */
export class InvalidHandleError extends WeftError {
  /** `handle` is the number a guest gave, or words that tell the object from others. */
  constructor(what: 'device' | 'buffer', handle: number | string, reason: 'unknown' | 'freed') {
    const subject =
      typeof handle === 'number' ? `${what} handle ${handle}` : `the ${what} ${handle}`.trimEnd()
    super(
      'invalid-handle',
      `${subject} is ${reason === 'freed' ? 'already freed' : 'not one that was given out'}`,
    )
  }
}

/** A buffer was used with a device it does not belong to. */
export class WrongDeviceError extends WeftError {
  constructor(message: string) {
    super('wrong-device', message)
  }
}

/** A buffer was used against its access mode (read, write, read_write). */
export class AccessError extends WeftError {
  constructor(message: string) {
    super('access-denied', message)
  }
}

/** A size that is zero, too large, or does not fit the buffer. */
export class SizeError extends WeftError {
  constructor(message: string) {
    super('invalid-size', message)
  }
}

/** A pointer and length that leave the guest's memory or a buffer. */
export class OutOfBoundsError extends WeftError {
  constructor(message: string) {
    super('out-of-bounds', message)
  }
}

/** A memory that cannot grow as far as asked. */
export class OutOfMemoryError extends WeftError {
  constructor(message: string, options?: WeftErrorOptions) {
    super('out-of-memory', message, options)
  }
}

/** A configured limit was reached (number of handles, buffer size, …). */
export class LimitError extends WeftError {
  constructor(message: string) {
    super('limit-exceeded', message)
  }
}

/** Kernel bytes that are no WebAssembly module, or a module without a usable `kernel`. */
export class InvalidKernelError extends WeftError {
  constructor(message: string, options?: WeftErrorOptions) {
    super('invalid-kernel', message, options)
  }
}

/** The kernel's signature does not fit the call: wrong types, or more or fewer buffers than it takes. */
export class KernelSignatureError extends WeftError {
  constructor(message: string) {
    super('kernel-signature', message)
  }
}

/** One reason why a kernel cannot run on a device. */
export interface KernelDiagnostic {
  /** Stable name of the rule that was broken, in kebab-case. */
  readonly rule: string
  readonly message: string
  readonly functionIndex?: number | undefined
  readonly functionName?: string | undefined
  /** Byte offset in the module the kernel came from. */
  readonly offset?: number | undefined
  /** What the author can do instead. */
  readonly workaround?: string | undefined
}

/** A valid kernel that this device cannot run. Carries every reason, not only the first. */
export class UnsupportedKernelError extends WeftError {
  readonly diagnostics: readonly KernelDiagnostic[]

  constructor(diagnostics: readonly KernelDiagnostic[], options?: WeftErrorOptions) {
    super(
      'unsupported-kernel',
      `the kernel cannot run here: ${diagnostics.map(formatDiagnostic).join('; ')}`,
      options,
    )
    this.diagnostics = diagnostics
  }
}

/** A table index that is out of range, null, or not a function that can be a kernel. */
export class TableIndexError extends WeftError {
  constructor(message: string) {
    super('invalid-table-index', message)
  }
}

/** Causes of a kernel trap, in the wording of the core specification's test suite. Indices are stable. */
export const trapCauses = [
  'unknown',
  'unreachable',
  'out of bounds memory access',
  'integer divide by zero',
  'integer overflow',
  'invalid conversion to integer',
  'undefined element',
  'uninitialized element',
  'indirect call type mismatch',
  'call stack exhausted',
  'unaligned atomic',
  'out of bounds table access',
  'null reference',
  'uncaught exception',
] as const

export type TrapCause = (typeof trapCauses)[number]

/** Where and why a kernel trapped. */
export interface TrapInfo {
  readonly iteration: number
  readonly cause: TrapCause
  /** Index and name of the function in the module the kernel came from. */
  readonly functionIndex?: number | undefined
  readonly functionName?: string | undefined
  /** Byte offset of the trapping instruction in that module. */
  readonly offset?: number | undefined
}

/** A trap in one iteration of a kernel. The device and every buffer stay usable. */
export class KernelTrapError extends WeftError {
  readonly iteration: number
  readonly trap: TrapCause
  readonly functionIndex: number | undefined
  readonly functionName: string | undefined
  readonly offset: number | undefined

  constructor(info: TrapInfo, options?: WeftErrorOptions) {
    const where = formatPlace(info)
    super(
      'kernel-trap',
      `kernel trapped in iteration ${info.iteration}: ${info.cause}${where && ` in ${where}`}`,
      options,
    )
    this.iteration = info.iteration
    this.trap = info.cause
    this.functionIndex = info.functionIndex
    this.functionName = info.functionName
    this.offset = info.offset
  }
}

/** The time limit of a call was reached; its kernel was ended. */
export class TimeoutError extends WeftError {
  readonly timeLimitMs: number

  constructor(timeLimitMs: number) {
    super('timed-out', `the kernel ran longer than its time limit of ${timeLimitMs} ms and was ended`)
    this.timeLimitMs = timeLimitMs
  }
}

/** The call was ended by its `AbortSignal`. */
export class CancelledError extends WeftError {
  constructor(options?: WeftErrorOptions) {
    super('cancelled', 'the call was cancelled by its AbortSignal', options)
  }
}

/** A device, or a part of it (a worker), went away during a call. Using the device again reopens it. */
export class DeviceLostError extends WeftError {
  constructor(message: string, options?: WeftErrorOptions) {
    super('device-lost', message, options)
  }
}

/** No device fits: none of the asked kind in strict mode, or none at all. */
export class NoDeviceError extends WeftError {
  constructor(message: string) {
    super('no-device', message)
  }
}

/** A device kind number or name outside the interface's list. */
export class InvalidDeviceKindError extends WeftError {
  constructor(message: string) {
    super('invalid-device-kind', message)
  }
}

/** A guest module that cannot be instantiated or lacks what the host needs of it. */
export class GuestError extends WeftError {
  constructor(message: string, options?: WeftErrorOptions) {
    super('invalid-guest', message, options)
  }
}

function hex(offset: number): string {
  return `0x${offset.toString(16)}`
}

function formatPlace(place: {
  functionName?: string | undefined
  functionIndex?: number | undefined
  offset?: number | undefined
}): string {
  const parts: string[] = []
  if (place.functionName !== undefined) parts.push(`function $${place.functionName}`)
  else if (place.functionIndex !== undefined) parts.push(`function ${place.functionIndex}`)
  if (place.offset !== undefined) parts.push(`at offset ${hex(place.offset)}`)
  return parts.join(' ')
}

/** One line for a diagnostic: place, message, workaround. */
export function formatDiagnostic(diagnostic: KernelDiagnostic): string {
  const place = formatPlace(diagnostic)
  const workaround = diagnostic.workaround === undefined ? '' : ` (${diagnostic.workaround})`
  return `${place && `${place}: `}${diagnostic.message}${workaround}`
}
