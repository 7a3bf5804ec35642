import { WeftError } from '@weft/core'
import { decodeModule, extractKernel, type Module } from '@weft/wasm-binary'
import type { KernelParts } from './kernel-module.js'

/** Makes a module of its own of each function that a module exports, or says why it cannot be one. */
export function extractModules(
  bytes: Uint8Array,
): ReadonlyMap<string, KernelParts | { readonly problem: string }> {
  const module = decodeModule(bytes)
  const functions = module.exports.filter(({ kind }) => kind === 'func')
  return new Map(functions.map(({ name, index }) => [name, extractOne(module, index)]))
}

function extractOne(module: Module, index: number): KernelParts | { readonly problem: string } {
  try {
    const { bytes, statics, stack } = extractKernel(module, index)
    // It would have to be described beside the bytes.
    if (stack !== undefined) return { problem: 'uses a stack in memory' }
    return { bytes, statics }
  } catch (error) {
    if (!WeftError.isInstance(error)) throw error
    return { problem: `cannot be a module of its own: ${error.message}` }
  }
}
