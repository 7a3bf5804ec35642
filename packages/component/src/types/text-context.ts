import { LimitError } from '@weft/core'
import type { TypeDescription } from '../describe/descriptions.js'
import type { Layout } from './layout.js'

/** Names of `@weft/component` that the text may import. */
const helperNames = [
  'Component',
  'ErrorContext',
  'FutureInput',
  'FutureReader',
  'GuestResource',
  'LazyFuture',
  'NumberStreamInput',
  'Result',
  'ResultInput',
  'StreamInput',
  'StreamReader',
] as const

export type Helper = (typeof helperNames)[number]

const numberArrays: Readonly<Record<string, string>> = {
  u8: 'Uint8Array',
  s8: 'Int8Array',
  u16: 'Uint16Array',
  s16: 'Int16Array',
  u32: 'Uint32Array',
  s32: 'Int32Array',
  u64: 'BigUint64Array',
  s64: 'BigInt64Array',
  f32: 'Float32Array',
  f64: 'Float64Array',
}

/** The typed array for elements that are numbers. */
export function numberArrayOf(element: TypeDescription | undefined): string | undefined {
  return typeof element === 'string' ? numberArrays[element] : undefined
}

/** Names that the text uses and that none of its types may have. */
export const usedNames: readonly string[] = [
  ...helperNames,
  ...Object.values(numberArrays),
  ...['ArrayBuffer', 'Array', 'ReadonlyArray', 'Map', 'Promise', 'PromiseLike', 'WebAssembly'],
]

const maximumParts = 200_000

/** What all parts of a text share. */
export class TextContext {
  readonly layout: Layout
  readonly helpers = new Set<Helper>()
  #parts = 0

  constructor(layout: Layout) {
    this.layout = layout
  }

  /** A few types without names that hold each other can be a text without end. Throws `LimitError`. */
  count(): void {
    if (++this.#parts > maximumParts) throw new LimitError(`the types have more than ${maximumParts} parts`)
  }
}
