import type { KernelCall, KernelGlobal } from '@weft/backend'
import type { CompiledKernel } from '@weft/wgsl'
import { memoryPages } from './address-space.js'
import type { PlacedSegment } from './segments.js'

/** Words 2 and 3 differ from dispatch to dispatch. */
const firstIterationAt = 2

/** The parameters of a call, as `ParameterPlan` lays them out, without those of one dispatch. */
export function parametersOf(
  call: KernelCall,
  blockSize: number,
  compiled: CompiledKernel,
  segments: readonly PlacedSegment[],
): Uint32Array<ArrayBuffer> {
  const { segmentsAt, globalsAt, sizeBytes } = compiled.parameters
  const words = new Uint32Array(sizeBytes / 4)
  words.set([call.iterations, blockSize, 0, 0, memoryPages])
  segments.forEach((segment, index) => {
    const lastWord = lastWholeWord(segment.sizeBytes)
    words.set([segment.address, segment.sizeBytes, segment.place / 4, lastWord], segmentsAt + 4 * index)
  })
  const view = new DataView(words.buffer)
  call.kernel.kernel.globals.forEach(({ type, initial }, index) => {
    setGlobal(view, 4 * (globalsAt + 2 * index), type, call.globals?.[index] ?? initial)
  })
  return words
}

/** Says in `words`, from `at` on, which iterations a dispatch runs. */
export function setIterations(words: Uint32Array, at: number, first: number, count: number): void {
  words[at + firstIterationAt] = first
  words[at + firstIterationAt + 1] = count
}

/** 0xFFFFFFFF, once it is in a word, where there is none. */
function lastWholeWord(sizeBytes: number): number {
  return Math.floor(sizeBytes / 4) - 1
}

function setGlobal(view: DataView, at: number, type: KernelGlobal['type'], value: number | bigint): void {
  if (type === 'i64') view.setBigInt64(at, BigInt(value), true)
  else if (type === 'f64') view.setFloat64(at, Number(value), true)
  else if (type === 'f32') view.setFloat32(at, Number(value), true)
  else view.setInt32(at, Number(value), true)
}
