import { KernelSignatureError } from '@weft/core'
import type { FunctionType, ValueType } from '../module.js'

/**
 * Checks that a function has a kernel's type: iteration, number of iterations and block size, then pointer and length
 * for every buffer, all i32, no result. Returns the number of buffers. Throws `KernelSignatureError`.
 */
export function checkSignature(type: FunctionType, name: string): number {
  const { parameters, results } = type
  const fits =
    parameters.length >= 3 &&
    parameters.length % 2 === 1 &&
    parameters.every((parameter) => parameter === 'i32') &&
    results.length === 0
  if (fits) return (parameters.length - 3) / 2
  throw new KernelSignatureError(
    `${name} has the type ${formatType(type)}; a kernel has (i32 i32 i32, then i32 i32 for each buffer) -> (): ` +
      'iteration, number of iterations, block size, then pointer and length of each in-buffer and each out-buffer',
  )
}

function formatType({ parameters, results }: FunctionType): string {
  return `(${parameters.map(formatValueType).join(' ')}) -> (${results.map(formatValueType).join(' ')})`
}

function formatValueType(type: ValueType): string {
  if (typeof type === 'string') return type
  return `(ref ${type.nullable ? 'null ' : ''}${type.heap})`
}
