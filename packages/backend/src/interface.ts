import type { BufferAccess, DeviceKind } from '@weft/spec'

/** A value that may be there at once or come as a promise. A device that can answer at once should. */
export type MaybePromise<T> = T | Promise<T>

/** Something that runs kernels: finds its devices, and opens them. */
export interface Backend {
  readonly interfaceVersion: 'v1'
  /** Short, stable, kebab-case: `sequential`, `cpu`, `webgpu`. */
  readonly name: string
  /** Looks for devices without side effects. An empty `devices` comes with reasons. */
  probe(): Promise<ProbeResult>
  /** Opens a device that `probe` listed. */
  open(device: DeviceInfo, options?: OpenOptions): Promise<Device>
}

export interface ProbeResult {
  readonly devices: readonly DeviceInfo[]
  /** Why there is no device, or why one that might be expected is missing. */
  readonly reasons: readonly string[]
}

export interface OpenOptions {
  /** Threads a device may use, the calling one included. Devices without threads ignore it. */
  readonly threads?: number
}

/** What a device is and can do, known before it is opened. */
export interface DeviceInfo {
  readonly backend: string
  readonly kind: DeviceKind
  /** For people: `2 threads`, the adapter's name, … */
  readonly name: string
  readonly limits: DeviceLimits
  /** Runs kernels on a caller's own shared memory (`KernelCall.memory`) without copies. Default false. */
  readonly supportsSharedMemory?: boolean
  /** `prepare`, `write`, `read` and `exec` without a signal never return a promise. Default false. */
  readonly supportsSynchronousCalls?: boolean
  /** `KernelCall.timeLimitMs` ends a kernel that does not end. Default false. */
  readonly supportsTimeLimit?: boolean
  /** The signal given to `exec` ends a kernel that does not end. Default false. */
  readonly supportsAbort?: boolean
}

export interface DeviceLimits {
  readonly maximumBufferBytes: number
  /** How many iterations can run at the same moment. */
  readonly parallelism: number
  /** Lowest addresses set aside for the static data of kernels; a kernel whose `staticBytes` is larger is refused. */
  readonly maximumStaticBytes: number
}

/**
 * A kernel as plain data. `bytes` is a valid module that
 * - imports `"" "memory"`: a shared 32-bit memory that any memory of at least `staticBytes` satisfies,
 * - exports `kernel`: `(iteration, num_iterations, block_size, then ptr and len for each in-buffer, then for each
 *   out-buffer)`, all i32, no result,
 * - has no active data segment, and imports nothing else.
 */
export interface KernelModule {
  readonly bytes: Uint8Array
  /** Number of buffers the kernel takes, in-buffers and out-buffers together. */
  readonly bufferCount: number
  /** Laid into the device's memory before every call that runs there: each call sees them fresh. */
  readonly statics: readonly StaticData[]
  /** Size of the address range `[0, staticBytes)` that belongs to the kernel. Buffers lie above it. */
  readonly staticBytes: number
  /**
   * The memory that its code may count on, in bytes; `staticBytes` where left out. A device's memory is at least so
   * large; what a kernel leaves above `staticBytes`, outside its buffers, is lost or overwritten.
   */
  readonly memoryBytes?: number | undefined
  /** The kernel's shadow stack. Each thread gets its own: the exported global is set to the stack's upper end. */
  readonly stack?: KernelStack | undefined
  /** Mutable globals, exported under `exportName`, which are set before every call. */
  readonly globals: readonly KernelGlobal[]
  /** Describes the functions of `bytes`, by function index; used to say where a trap happened. */
  readonly functions: readonly KernelFunction[]
}

export interface StaticData {
  readonly address: number
  readonly bytes: Uint8Array
}

export interface KernelStack {
  readonly exportName: string
  readonly sizeBytes: number
}

export interface KernelGlobal {
  readonly exportName: string
  readonly type: 'i32' | 'i64' | 'f32' | 'f64'
  readonly initial: number | bigint
}

export interface KernelFunction {
  readonly name: string | undefined
  /** Byte offset of the function's body in `bytes`. */
  readonly offset: number
  /** Index and byte offset of the same function in the module that the kernel came from. */
  readonly sourceIndex: number
  readonly sourceOffset: number
}

/** A buffer in a device's memory. */
export interface DeviceBuffer {
  readonly sizeBytes: number
  readonly access: BufferAccess
  /** Frees the buffer; idempotent. Any later use is an `InvalidHandleError`. */
  free(): void
}

/** A range of the memory a call runs on: the form a buffer has in shared mode. */
export interface MemoryRange {
  readonly address: number
  readonly sizeBytes: number
}

/** A kernel made ready on one device. */
export interface PreparedKernel {
  readonly kernel: KernelModule
  /** Gives back what the device holds for it; idempotent. */
  release(): void
}

/** One parallel for. */
export interface KernelCall {
  readonly kernel: PreparedKernel
  /** 0 to 2^32 − 1. Every iteration runs exactly once, or the call fails. */
  readonly iterations: number
  /** Given to the kernel verbatim; 0 lets the device choose, and the kernel sees what it chose. */
  readonly blockSize: number
  readonly inBuffers: readonly BufferArgument[]
  readonly outBuffers: readonly BufferArgument[]
  /**
   * Shared mode (`supportsSharedMemory`): the kernel runs on this memory, every buffer is a `MemoryRange` in it,
   * `statics` are not laid down.
   */
  readonly memory?: WebAssembly.Memory | undefined
  /** Shared mode, for a kernel with a stack: room for one stack of `stack.sizeBytes` for each parallel thread. */
  readonly stacks?: MemoryRange | undefined
  /** Values for `KernelModule.globals`, in that order; their initial values where left out. */
  readonly globals?: readonly (number | bigint)[] | undefined
  /** Replaces `KernelModule.statics` in this call. */
  readonly statics?: readonly StaticData[] | undefined
  readonly timeLimitMs?: number | undefined
}

export type BufferArgument = DeviceBuffer | MemoryRange

/** What a device did with a call. */
export interface ExecReport {
  /** Threads or lanes that were offered the work. */
  readonly parallelism: number
  /** Iterations handed out at a time: a chunk, a workgroup. */
  readonly groupSize: number
  /** The block size the kernel saw. */
  readonly blockSize: number
  /** Where the time of the call went; left out by devices that do not take it apart. */
  readonly timings?: ExecTimings | undefined
}

/** Parts of a call, in milliseconds, in the order in which they come. What the call waited before it began is in none. */
export interface ExecTimings {
  /** Making the kernel ready; near 0 where `prepare` did it. */
  readonly compileMs: number
  /** Laying down static data, globals and arguments. */
  readonly uploadMs: number
  /** From handing the work to the device until it says that it is done. */
  readonly dispatchMs: number
  /** The kernel alone, by the device's own clock; inside `dispatchMs`. Left out where there is no such clock. */
  readonly kernelMs?: number | undefined
  /** Fetching what says whether an iteration trapped. */
  readonly downloadMs: number
}

/**
 * An opened device. Calls on one device do not overlap: a second `exec` waits for the first or runs beside it, but
 * its result is the same as after it. Errors are those of `@weft/core`; after any of them the device stays usable.
 * After it is disposed, every use but `free` and `release` is a `DeviceLostError`; disposing twice is harmless.
 */
export interface Device extends AsyncDisposable {
  readonly info: DeviceInfo
  /** Zero-filled. Throws `SizeError`, `OutOfMemoryError`. */
  createBuffer(sizeBytes: number, access: BufferAccess): DeviceBuffer
  /** Copies `source` to the start of the buffer. Throws `SizeError` if it is longer than the buffer. */
  write(buffer: DeviceBuffer, source: Uint8Array): MaybePromise<void>
  /** Copies the start of the buffer into all of `target`. Throws `SizeError` if that is longer than the buffer. */
  read(buffer: DeviceBuffer, target: Uint8Array): MaybePromise<void>
  /** Compiles. Throws `UnsupportedKernelError` with every reason, before anything runs. */
  prepare(kernel: KernelModule, signal?: AbortSignal): MaybePromise<PreparedKernel>
  /**
   * Runs. Throws `KernelTrapError` (the lowest trapping iteration that was seen), `KernelSignatureError` for a wrong
   * number of buffers, `WrongDeviceError`, `InvalidHandleError`, `TimeoutError`, `CancelledError`, `DeviceLostError`, and
   * `LimitError` for a call that cannot run beside one with a signal that is not over yet.
   */
  exec(call: KernelCall, signal?: AbortSignal): MaybePromise<ExecReport>
}
