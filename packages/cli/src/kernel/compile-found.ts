import { type KernelDiagnostic, UnsupportedKernelError, WeftError } from '@weft/core'
import type { ExtractedKernel } from '@weft/wasm-binary'
import { type CompiledKernel, type CompileOptions, compileKernel } from '@weft/wgsl'
import { messageOf } from '../print-error.js'
import type { FoundKernel } from './find-kernels.js'

/** What became of a kernel on its way to a GPU. */
export type GpuKernel = ReadyKernel | RefusedKernel | NoKernel

export interface ReadyKernel {
  readonly extracted: ExtractedKernel
  readonly compiled: CompiledKernel
}

/** A kernel that a GPU cannot run. */
export interface RefusedKernel {
  readonly extracted: ExtractedKernel
  readonly diagnostics: readonly KernelDiagnostic[]
}

/** What no device can run. */
export interface NoKernel {
  readonly extracted: undefined
  readonly diagnostics: readonly KernelDiagnostic[]
}

/** Compiles a kernel for a GPU, or says every reason why that cannot be. Throws `TypeError`, `RangeError`. */
export function compileFound(kernel: FoundKernel, options: CompileOptions = {}): GpuKernel {
  const extracted = attempt(() => kernel.read())
  if (Array.isArray(extracted)) return { extracted: undefined, diagnostics: extracted }
  const compiled = attempt(() => compileKernel(extracted, options))
  return Array.isArray(compiled) ? { extracted, diagnostics: compiled } : { extracted, compiled }
}

export function isRefused(kernel: GpuKernel): kernel is RefusedKernel | NoKernel {
  return 'diagnostics' in kernel
}

function attempt<T extends object>(step: () => T): T | KernelDiagnostic[] {
  try {
    return step()
  } catch (error) {
    if (error instanceof UnsupportedKernelError) return [...error.diagnostics]
    if (WeftError.isInstance(error)) return [{ rule: error.code, message: messageOf(error) }]
    throw error
  }
}
