/**
 * A kernel as plain data, fit for `KernelModule` of `@weft/backend`. `bytes` is a module that imports only
 * `"" "memory"` (a shared 32-bit memory), exports `kernel`, and has neither a start function nor active data.
 */
export interface ExtractedKernel {
  readonly bytes: Uint8Array
  /** Number of buffers the kernel takes, in-buffers and out-buffers together. */
  readonly bufferCount: number
  /** What must lie in memory before a call. */
  readonly statics: readonly ExtractedStatic[]
  /** Size of the address range `[0, staticBytes)` that belongs to the kernel. */
  readonly staticBytes: number
  /** Size of the memory that the source module declares at least. */
  readonly memoryBytes: number
  readonly stack?: ExtractedStack | undefined
  readonly globals: readonly ExtractedGlobal[]
  /** Describes the functions of `bytes`, by function index. */
  readonly functions: readonly ExtractedFunction[]
}

export interface ExtractedStatic {
  readonly address: number
  readonly bytes: Uint8Array
}

/** The shadow stack: the exported global points to its upper end. */
export interface ExtractedStack {
  readonly exportName: string
  readonly sizeBytes: number
}

/** A mutable global whose value the source module's instance decides. */
export interface ExtractedGlobal {
  readonly exportName: string
  readonly type: 'i32' | 'i64' | 'f32' | 'f64'
  /** 0 where the source module does not say: imported, or not constant. */
  readonly initial: number | bigint
  /** The global's index in the source module. */
  readonly sourceIndex: number
}

export interface ExtractedFunction {
  readonly name: string | undefined
  /** Byte offset of the function's body in `bytes`. */
  readonly offset: number
  readonly sourceIndex: number
  /** `trapOffset - offset + sourceOffset` is the trap's byte offset in the source module. */
  readonly sourceOffset: number
}
