/** The value types of kernels: references cannot exist on a GPU. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

/**
 * `strict`: floats are integers from load to store, so every device gives the bits of the core specification (NaNs are
 * canonical). `fast`: `f32` is WGSL's `f32`, with all that WGSL leaves open; `f64` stays exact.
 */
export type FloatMode = 'strict' | 'fast'

/**
 * How a value is held: 64-bit values as two words, the low one first; `v128` as four, lane 0 first. In strict mode an
 * `f32` is its bits.
 */
export function wgslType(type: ValueType, mode: FloatMode): string {
  if (type === 'i32') return 'u32'
  if (type === 'f32') return mode === 'fast' ? 'f32' : 'u32'
  return type === 'v128' ? 'vec4u' : 'vec2u'
}

/** The zero of a type. */
export function wgslZero(type: ValueType, mode: FloatMode): string {
  return `${wgslType(type, mode)}()`
}
