const features = [
  'exceptions',
  'mutable_globals',
  'sat_float_to_int',
  'sign_extension',
  'simd',
  'threads',
  'function_references',
  'multi_value',
  'tail_call',
  'bulk_memory',
  'reference_types',
  'annotations',
  'code_metadata',
  'gc',
  'memory64',
  'multi_memory',
  'extended_const',
  'relaxed_simd',
] as const

/** Everything that wabt can read, switched on. */
export const wabtFeatures = Object.fromEntries(features.map((feature) => [feature, true]))
