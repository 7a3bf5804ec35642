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
    preamblesIn(bytes).flatMap((offset) => {
      const found = kernelAt(bytes, offset)
      return found === undefined ? [] : [{ segment, offset, bytes: found }]
    }),
  )
}

function preamblesIn(bytes: Uint8Array): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(preamble[0]!); at >= 0; at = bytes.indexOf(preamble[0]!, at + 1)) {
    if (preamble.every((byte, index) => bytes[at + index] === byte)) found.push(at)
  }
  return found
}

/** Where a module ends is written nowhere, and what follows it may look like a section: the longest that decodes. */
function kernelAt(bytes: Uint8Array, start: number): Uint8Array | undefined {
  const ends = sectionEnds(bytes.subarray(start + preamble.length))
  const candidates = ends.toReversed().map((end) => bytes.slice(start, start + preamble.length + end))
  return candidates.find(exportsKernel)
}

function sectionEnds(bytes: Uint8Array): number[] {
  const reader = new ByteReader(bytes)
  const ends: number[] = []
  try {
    while (!reader.done && reader.u8() <= lastSection) {
      reader.take(reader.u32())
      ends.push(reader.offset)
    }
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error
  }
  return ends
}

function exportsKernel(bytes: Uint8Array): boolean {
  try {
    return decodeModule(bytes).exports.some(({ name, kind }) => name === 'kernel' && kind === 'func')
  } catch (error) {
    if (error instanceof BinaryError) return false
    throw error
  }
}
