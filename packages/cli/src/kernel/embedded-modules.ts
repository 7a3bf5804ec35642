import { BinaryError, ByteReader } from '@weft/core'
import { decodeModule, type Module, sectionIds } from '@weft/wasm-binary'

/** A kernel module that a guest carries in its data, to give it to `parallel_exec`. */
export interface EmbeddedModule {
  readonly segment: number
  /** In the segment. */
  readonly offset: number
  readonly bytes: Uint8Array
}

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const lastSection = Math.max(...Object.values(sectionIds))

/** The modules in a module's data segments that export `kernel`. */
export function embeddedModules(module: Module): EmbeddedModule[] {
  return module.data.flatMap(({ bytes }, segment) =>
    preamblesIn(bytes)
      .map((offset) => ({ segment, offset, bytes: bytes.slice(offset, moduleEnd(bytes, offset)) }))
      .filter((embedded) => exportsKernel(embedded.bytes)),
  )
}

function preamblesIn(bytes: Uint8Array): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(preamble[0]!); at >= 0; at = bytes.indexOf(preamble[0]!, at + 1)) {
    if (preamble.every((byte, index) => bytes[at + index] === byte)) found.push(at)
  }
  return found
}

/** The module's end is written nowhere: it has sections for as long as what follows looks like one. */
function moduleEnd(bytes: Uint8Array, start: number): number {
  const reader = new ByteReader(bytes.subarray(start + preamble.length))
  let end = 0
  try {
    while (!reader.done) {
      const id = reader.u8()
      const size = reader.u32()
      if (id > lastSection || size === 0) break
      reader.take(size)
      end = reader.offset
    }
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error
  }
  return start + preamble.length + end
}

function exportsKernel(bytes: Uint8Array): boolean {
  try {
    return decodeModule(bytes).exports.some(({ name, kind }) => name === 'kernel' && kind === 'func')
  } catch (error) {
    if (error instanceof BinaryError) return false
    throw error
  }
}
