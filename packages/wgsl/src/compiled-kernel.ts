import type { FloatMode } from './value-type.js'

/** What `compileKernel` takes: a kernel as `readKernel` and `extractKernel` of `@weft/wasm-binary` give it. */
export interface KernelSource {
  readonly bytes: Uint8Array
  readonly bufferCount: number
  readonly staticBytes: number
  readonly memoryBytes?: number | undefined
  readonly stack?: { readonly exportName: string; readonly sizeBytes: number } | undefined
  readonly globals: readonly {
    readonly exportName: string
    readonly type: 'i32' | 'i64' | 'f32' | 'f64'
    readonly initial: number | bigint
  }[]
  readonly functions: readonly {
    readonly name: string | undefined
    readonly offset: number
    readonly sourceIndex: number
    readonly sourceOffset: number
  }[]
}

export interface CompileOptions {
  /** Default: `fast` for kernels whose only floats are `f32` scalars or vectors, else `strict` (the same for them). */
  readonly float?: FloatMode | undefined
  /**
   * In `fast` mode, keeps a GPU from joining a multiplication and an addition into one rounding. Default false.
   */
  readonly separateMultiplyAdd?: boolean | undefined
  /**
   * `check` (default): traps are found and reported. `clamp`: an access out of bounds goes anywhere in the arena, and a
   * division of `i32` by zero gives anything, untold.
   */
  readonly bounds?: 'check' | 'clamp' | undefined
  /** Turns that a loop may take, each time it is entered, before it counts as endless; 0: no limit. Default 2^30. */
  readonly fuel?: number | undefined
  /** Invocations in a workgroup. Default 64. */
  readonly workgroupSize?: number | undefined
}

/** A kernel as a compute shader, and all that a host must know to run it. Plain data. */
export interface CompiledKernel {
  readonly wgsl: string
  readonly entryPoint: 'main'
  readonly float: FloatMode
  readonly workgroupSize: number
  readonly bindings: BindingPlan
  readonly parameters: ParameterPlan
  /** Segments of the kernel's address space that the host lays into the arena, in the order of `ParameterPlan`. */
  readonly segments: readonly Segment[]
  /** Bytes of shadow stack for one iteration; 0 without a stack. At most the kernel's own `stack.sizeBytes`. */
  readonly stackBytes: number
  /** By site number. */
  readonly traps: readonly TrapSite[]
  /** By line of `wgsl`, in rising order: which function of the kernel the lines from there on come from. */
  readonly sourceMap: readonly SourceLines[]
  /** What may surprise: accesses that could not be shown to be aligned, float mode, … */
  readonly notes: readonly string[]
}

/** Numbers of the bindings, all in group 0. */
export interface BindingPlan {
  /** `storage, read_write`: the words of all segments. */
  readonly arena: 0
  /** `storage, read_write`: 2 × 16 words, see `TrapSite`. The host fills them with 0xFFFFFFFF before a dispatch. */
  readonly traps: 1
  /** `storage, read`, laid out as `ParameterPlan` says: here SwiftShader reads it faster than a `uniform`. */
  readonly parameters: 2
}

/**
 * The parameters, in words. Words 0 to 7: `num_iterations`, `block_size`, first iteration of this dispatch, iterations of
 * this dispatch, memory size in pages of 64 KiB, 0 (a zero the compiler cannot see through), and two spare ones.
 * Iterations are `first + i` for `i` below the count, where `i` is the workgroup number times `workgroupSize` plus the
 * local index, and the workgroup number is `x + y × (workgroups in x)`.
 */
export interface ParameterPlan {
  /**
   * Word of segment 0; each takes four: address, length in bytes, first word in the arena, and its last whole word
   * counted from there: `floor(length / 4) - 1`, 0xFFFFFFFF if it has none.
   */
  readonly segmentsAt: number
  /** Word of the first value of `KernelSource.globals`, each two words (low, high), in their order. */
  readonly globalsAt: number
  readonly sizeBytes: number
}

/**
 * A range of the kernel's addresses, and what lies there. Address and place in the arena must be multiples of 16
 * (better 256). An access outside of every segment traps, and so does one through a pointer that is known to point into
 * another segment. Segments must not overlap, but for
 * two of the same buffer, must end at 2^32 at most, and begin at 64 KiB at least, static data excepted.
 */
export type Segment =
  /** Addresses from 0, `staticBytes` long. */
  | { readonly kind: 'statics' }
  /** A slab: `stackBytes` for each iteration of a dispatch. */
  | { readonly kind: 'stack' }
  /** The kernel's buffer `index`; its pointer and length arguments are the segment's address and length. */
  | { readonly kind: 'buffer'; readonly index: number }

/**
 * A place that can trap. Word `cause` of the trap buffer (its index in `trapCauses` of `@weft/core`, or 15: out of fuel) is
 * the lowest iteration that trapped for that cause, 0xFFFFFFFF if none did. Word `16 + cause` says where, if its upper
 * half is that iteration modulo 2^16: its lower half is the site number. (Several iterations may write it; only such a
 * match is sure.) A kernel with no site but 0, the unknown place, and 1 writes no such words: what traps does so at site 1.
 */
export interface TrapSite {
  /** Index in the kernel module, and place in the module that the kernel came from. */
  readonly functionIndex: number
  readonly sourceFunctionIndex: number
  readonly functionName: string | undefined
  /** Undefined for memory accesses of a function that has several. */
  readonly offset: number | undefined
}

export interface SourceLines {
  /** From 1. */
  readonly line: number
  /** Function of the kernel module; undefined for lines of the runtime. */
  readonly functionIndex: number | undefined
  readonly functionName: string | undefined
}
