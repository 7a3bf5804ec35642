import createWabt from 'wabt'

const wabt = await createWabt()

const features = {
  threads: true,
  simd: true,
  bulk_memory: true,
  mutable_globals: true,
  reference_types: true,
  multi_memory: true,
  memory64: true,
}

/** The bytes of a module given as text. */
export function wat(text: string): Uint8Array {
  const module = wabt.parseWat('test.wat', text, features)
  try {
    return module.toBinary({ write_debug_names: true }).buffer
  } finally {
    module.destroy()
  }
}

/** Bytes as the content of a WebAssembly text string. */
export function escaped(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
}
