import { despecialize, type Numbers, numbersOf, type ValType } from '@weft/abi'
import { describe } from './wrong-value.js'

/** A class of typed arrays. */
export type NumbersClass = (new (buffer: ArrayBufferLike) => Numbers) & { readonly BYTES_PER_ELEMENT: number }

/** The typed array for numbers of a type; undefined for types that are no numbers. */
export function numbersClass(t: ValType | undefined): NumbersClass | undefined {
  return t && (numbersOf(despecialize(t)) as NumbersClass | undefined)
}

/**
 * What a source yielded, as elements: of numbers a chunk (typed array, `ArrayBuffer`, array) or a single one, of
 * everything else a single one.
 */
export function chunkOf(value: unknown, t: ValType | undefined): ArrayLike<unknown> {
  const NumbersClass = numbersClass(t)
  if (!NumbersClass) return [value]
  if (value instanceof ArrayBuffer) return new NumbersClass(value)
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value))
    return value as ArrayLike<unknown>
  if (typeof value === 'number' || typeof value === 'bigint') return [value]
  throw new TypeError(
    `numbers of type ${t?.kind} were expected from a stream's source, got ${describe(value)}`,
  )
}
