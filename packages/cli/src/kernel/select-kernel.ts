import { type Module, readNames } from '@weft/wasm-binary'
import { CommandError } from '../cli-error.js'
import { typeOfFunction } from '../signature.js'
import { type FoundKernel, functionKernel } from './find-kernels.js'

/**
 * The kernels that `--function` means, by name, by the last part of it (`fill` for `$assembly/index/fill.core`), or by
 * the index of a function, which need not be one of `kernels`. Throws `CommandError` for one that is not there.
 */
export function selectKernels(
  module: Module,
  kernels: readonly FoundKernel[],
  wanted: string,
): readonly FoundKernel[] {
  const found = [byName, byFunction, byLastPart].map((find) => find(kernels, wanted, module))
  const first = found.find((selected) => selected.length > 0)
  if (first !== undefined) return first
  const names = kernels.map(({ name }) => name).join(', ')
  throw new CommandError(`there is no function ${wanted}; kernels are: ${names || 'none'}`)
}

function byName(kernels: readonly FoundKernel[], wanted: string): FoundKernel[] {
  return kernels.filter(({ name }) => name === wanted || name === `$${wanted}`)
}

function byFunction(kernels: readonly FoundKernel[], wanted: string, module: Module): FoundKernel[] {
  const name = wanted.replace(/^\$/, '')
  const named = [...readNames(module).functions].filter(([, candidate]) => candidate === name)
  const indices = /^\d+$/.test(wanted) ? [Number(wanted)] : named.map(([index]) => index)
  return indices
    .filter((index) => typeOfFunction(module, index) !== undefined)
    .map(
      (index) =>
        kernels.find(({ functionIndex }) => functionIndex === index) ?? functionKernel(module, index),
    )
}

function byLastPart(kernels: readonly FoundKernel[], wanted: string): FoundKernel[] {
  return kernels.filter(({ name }) => {
    const last = name.slice(name.lastIndexOf('/') + 1)
    return last === wanted || last.startsWith(`${wanted}.`)
  })
}
