import { type KernelDiagnostic, UnsupportedKernelError } from '@weft/core'
import type { CompiledKernel, SourceLines } from '@weft/wgsl'

const rule = 'shader-rejected'
const workaround = 'make the kernel smaller, split it, or run it on the CPU'
/** What a GPU's compiler says of one fault tends to repeat itself. */
const shownErrors = 4

/** The GPU's compiler refused the shader at places that it named: they are shown by the function of the kernel. */
export function shaderRejectedAt(
  errors: readonly GPUCompilationMessage[],
  kernel: CompiledKernel,
): UnsupportedKernelError {
  return new UnsupportedKernelError(errors.slice(0, shownErrors).map((error) => diagnosticOf(error, kernel)))
}

/** The GPU's compiler, or its driver, refused the shader without naming a place. */
export function shaderRejected(cause: unknown): UnsupportedKernelError {
  const reason = messageOf(cause)
  const message = `the GPU's compiler refused the shader: ${reason.trim()}`
  return new UnsupportedKernelError([{ rule, message, workaround }], { cause })
}

/** The GPU's compiler does not come to an end. */
export function compilesTooLong(timeLimitMs: number): UnsupportedKernelError {
  const message = `the GPU's compiler needs more than ${timeLimitMs} ms for the shader`
  return new UnsupportedKernelError([{ rule: 'shader-compile-time', message, workaround }])
}

/** The function that a line of the shader comes from; lines count from 1. */
function sourceOf(line: number, map: readonly SourceLines[]): SourceLines | undefined {
  let found: SourceLines | undefined
  for (const entry of map) {
    if (entry.line > line) break
    found = entry
  }
  return found
}

function diagnosticOf(error: GPUCompilationMessage, kernel: CompiledKernel): KernelDiagnostic {
  const source = sourceOf(error.lineNum, kernel.sourceMap)
  const text =
    kernel.wgsl
      .split('\n', error.lineNum)
      .at(error.lineNum - 1)
      ?.trim() ?? ''
  const place = `line ${error.lineNum} of the shader${text && `, "${shorten(text)}"`}`
  const site = kernel.traps.find(({ functionIndex }) => functionIndex === source?.functionIndex)
  return {
    rule,
    message: `the GPU's compiler refused ${place}: ${error.message.trim()}`,
    functionIndex: site?.sourceFunctionIndex,
    functionName: source?.functionName,
    workaround,
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/** Errors of WebGPU are no `Error`s everywhere, but all have a message. */
function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause
    ? String(cause.message)
    : String(cause)
}
