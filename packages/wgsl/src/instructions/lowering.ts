import type { Immediate } from '@weft/wasm-binary'
import type { FloatMode, ValueType } from '../value-type.js'

/** What a lowering may use. */
export interface LoweringContext {
  readonly mode: FloatMode
  /** The instruction's immediates, as `@weft/wasm-binary` gives them. */
  readonly immediates: readonly Immediate[]
  /**
   * A WGSL constant that says which instruction this is; a helper that can trap takes it as its last argument and hands
   * it to `trap(site, cause)`. Only for lowerings with `mayTrap`.
   */
  readonly site: string
  /** The call of a helper of `runtime/`, which becomes part of the shader. */
  call(helper: string, ...operands: readonly string[]): string
}

/**
 * How an instruction without side effects becomes a WGSL expression. Operands are WGSL expressions that stand safely
 * beside any operator, of the types `wgslType` gives; each may be written only once, since it is evaluated as often as
 * it is written: what needs an operand twice is a helper. The result must be as safe: a call, or in parentheses.
 */
export interface Lowering {
  readonly parameters: readonly ValueType[]
  /** `bool`: a WGSL `bool`, which the emitter turns into an `i32` where it must. */
  readonly result: ValueType | 'bool'
  /** The helper it calls can trap: it then returns a zero, and the emitter leaves the function. */
  readonly mayTrap?: true
  lower(operands: readonly string[], context: LoweringContext): string
}

/** Instructions of one family, by their name in the text format. */
export type Lowerings = Readonly<Record<string, Lowering>>

/** How a load makes its value from memory. */
export interface LoadLowering {
  readonly bytes: 1 | 2 | 4 | 8 | 16
  /** What it takes besides the address: the vector of `v128.load8_lane`. */
  readonly parameters?: readonly ValueType[]
  readonly result: ValueType
  /** `words`: a `u32` for each four bytes, the first at the address; narrower ones with zeros above. Each once. */
  lower(words: readonly string[], operands: readonly string[], context: LoweringContext): string
}

/** How a store makes what goes into memory. */
export interface StoreLowering {
  readonly bytes: 1 | 2 | 4 | 8 | 16
  readonly parameter: ValueType
  /** A `u32` for each four bytes; of narrower ones the bits above are ignored. `operand` is a name: it may be repeated. */
  lower(operand: string, context: LoweringContext): readonly string[]
}
