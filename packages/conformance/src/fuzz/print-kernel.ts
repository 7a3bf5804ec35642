const features = {
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  multi_value: true,
  bulk_memory: true,
  reference_types: true,
}

/** The text form of a module. */
export async function printKernel(bytes: Uint8Array): Promise<string> {
  const { default: loadWabt } = await import('wabt')
  const wabt = await loadWabt()
  const module = wabt.readWasm(bytes, { ...features, readDebugNames: false })
  try {
    return module.toText({ foldExprs: true, inlineExport: false })
  } finally {
    module.destroy()
  }
}
