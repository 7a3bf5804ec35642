import { type KernelFunction, type KernelModule, trapErrorOf } from '@weft/backend'
import type { KernelTrapError } from '@weft/core'
import { decodeModule } from '@weft/wasm-binary'
import type { DrivenKernel } from './driver.js'
import type { RawTrap } from './pool.js'

/** The error for the lowest of the iterations that trapped, in terms of the module that the kernel came from. */
export function kernelTrapError(
  traps: readonly RawTrap[],
  kernel: KernelModule,
  driven: DrivenKernel,
): KernelTrapError {
  const first = traps.reduce((lowest, trap) => (trap.iteration < lowest.iteration ? trap : lowest))
  const [, message = '', ...stack] = first.text.split('\n')
  const error = new WebAssembly.RuntimeError(message)
  error.stack = stack.join('\n')
  return trapErrorOf(error, first.iteration, drivenFunctions(kernel, driven, frameOffset(error.stack)))
}

/** Describes the functions of the driven module, whose bodies lie elsewhere than in the kernel's own module. */
function drivenFunctions(
  kernel: KernelModule,
  driven: DrivenKernel,
  offset: number,
): readonly KernelFunction[] {
  const { code } = decodeModule(driven.bytes)
  const functions = kernel.functions.map((description, index) => ({
    ...description,
    offset: code[index]!.offset,
  }))
  const entry = functions[driven.kernelIndex]
  const driver = code[driven.driverIndex]
  if (!entry || !driver || !driven.inlined) return functions
  const original = driven.inlined.originalOf(offset - driver.instructionsOffset) ?? 0
  const body = code[driven.kernelIndex]!
  const sourceOffset = entry.sourceOffset + (body.instructionsOffset - body.offset) + original
  functions[driven.driverIndex] = { ...entry, offset, sourceOffset }
  return functions
}

/** The module offset in the innermost wasm frame of a stack trace; 0 where there is none. */
function frameOffset(stack: string): number {
  return Number.parseInt(/wasm-function\[\d+\]:0x([0-9a-f]+)/.exec(stack)?.[1] ?? '0', 16)
}
