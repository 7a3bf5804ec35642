import type { KernelModule } from '@weft/backend'
import { readKernel } from '@weft/wasm-binary'
import { encodeProgram } from './encode/encode-program.js'
import { generateProgram } from './generate/generate-program.js'
import { fillWithValues, type GenerateOptions } from './generate/plan.js'
import { type FuzzProgram, inputBytes, sharedBytes } from './program/program.js'
import { Random } from './program/random.js'

/** A kernel with all that a call of it needs. */
export interface FuzzKernel {
  readonly seed: number
  /** What the bytes were made from. */
  readonly program: FuzzProgram
  /** The module as it was generated. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The module as devices take it. */
  readonly module: KernelModule
  readonly iterations: number
  readonly blockSize: number
  /** Contents of the in-buffers. */
  readonly inputs: readonly Uint8Array[]
  /** Contents of the out-buffers before the call. The first has `strideBytes` for each iteration. */
  readonly outputs: readonly Uint8Array[]
  readonly strideBytes: number
}

/** The kernel of a seed: the same seed and options give the same kernel, in every engine. */
export function generateKernel(seed: number, options: GenerateOptions = {}): FuzzKernel {
  return kernelOf(seed, generateProgram(seed, options))
}

/** A kernel for a program; its buffers follow from the seed. Throws what `readKernel` and `encodeProgram` throw. */
export function kernelOf(seed: number, program: FuzzProgram, firstIteration = 0): FuzzKernel {
  const bytes = encodeProgram(program, firstIteration)
  const { inputs, hasShared, strideBytes, iterations, blockSize } = program.layout
  const random = new Random(~seed)
  const filled = (sizeBytes: number) => {
    const contents = new Uint8Array(sizeBytes)
    fillWithValues(random, contents)
    return contents
  }
  // In this order, so that fewer iterations change nothing but the length of the first out-buffer.
  const inputContents = Array.from({ length: inputs }, () => filled(inputBytes))
  const shared = hasShared ? [filled(sharedBytes)] : []
  const outputs = [filled(strideBytes * iterations), ...shared]
  const module = readKernel(bytes)
  return { seed, program, bytes, module, iterations, blockSize, inputs: inputContents, outputs, strideBytes }
}
