import loadWabt from 'wabt'

const wabt = await loadWabt()

const features = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  function_references: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  gc: true,
  memory64: true,
  multi_memory: true,
  extended_const: true,
  relaxed_simd: true,
}

/** Assembles text with every feature of wabt; names go into a `name` section on request. */
export function assemble(text: string, options: { names?: boolean } = {}): Uint8Array<ArrayBuffer> {
  const module = wabt.parseWat('test.wat', text, features)
  try {
    const { buffer } = module.toBinary({ canonicalize_lebs: true, write_debug_names: options.names ?? false })
    return new Uint8Array(buffer)
  } finally {
    module.destroy()
  }
}

/** The text form of a module that wabt reads without validating it. */
export function disassemble(bytes: Uint8Array): string {
  const module = wabt.readWasm(bytes, { ...features, readDebugNames: false })
  try {
    return module.toText({ foldExprs: false, inlineExport: false })
  } finally {
    module.destroy()
  }
}
