import type { Module } from '@weft/wasm-binary'
import { readNames } from '@weft/wasm-binary'
import { CommandError } from '../cli-error.js'
import { typeOfFunction } from '../signature.js'
import { type FoundKernel, functionKernel } from './find-kernels.js'

/**
 * The kernels that `--function` means: by the name in the list; a function by its name, by the last part of it (`fill` for
 * `assembly/index/fill`), or by its index. Throws `CommandError` for one that is not there.
 */
export function selectKernels(
  module: Module,
  kernels: readonly FoundKernel[],
  wanted: string,
): readonly FoundKernel[] {
  const named = kernels.filter(({ name }) => name === wanted)
  if (named.length > 0) return named
  const indices = functionsCalled(module, wanted)
  if (indices.length === 0) {
    const names = kernels.map(({ name }) => name).join(', ')
    throw new CommandError(`there is no function ${wanted}; kernels are: ${names || 'none'}`)
  }
  return indices.map(
    (index) => kernels.find(({ functionIndex }) => functionIndex === index) ?? functionKernel(module, index),
  )
}

function functionsCalled(module: Module, wanted: string): number[] {
  if (/^\d+$/.test(wanted)) {
    const index = Number(wanted)
    return typeOfFunction(module, index) === undefined ? [] : [index]
  }
  const name = wanted.replace(/^\$/, '')
  const names = [...readNames(module).functions]
  const exact = names.filter(([, candidate]) => candidate === name)
  const found = exact.length > 0 ? exact : names.filter(([, candidate]) => candidate.endsWith(`/${name}`))
  return found.map(([index]) => index)
}
