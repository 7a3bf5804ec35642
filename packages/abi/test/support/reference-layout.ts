import type { CoreValType, ValType } from '../../src/types.js'

/** Alignment, size and flat types, transcribed from the specification a second time and without any cache. */
export interface ReferenceLayout {
  readonly alignment: number
  readonly size: number
  readonly flat: readonly CoreValType[]
}

export function referenceLayout(t: ValType, pointer: 'i32' | 'i64'): ReferenceLayout {
  const of = (type: ValType) => referenceLayout(type, pointer)
  const word = pointer === 'i32' ? 4 : 8
  switch (t.kind) {
    case 'bool':
    case 'u8':
    case 's8':
      return { alignment: 1, size: 1, flat: ['i32'] }
    case 'u16':
    case 's16':
      return { alignment: 2, size: 2, flat: ['i32'] }
    case 'u64':
    case 's64':
      return { alignment: 8, size: 8, flat: ['i64'] }
    case 'f32':
      return { alignment: 4, size: 4, flat: ['f32'] }
    case 'f64':
      return { alignment: 8, size: 8, flat: ['f64'] }
    case 'string':
    case 'map':
      return { alignment: word, size: 2 * word, flat: [pointer, pointer] }
    case 'list':
      if (t.length === undefined) return { alignment: word, size: 2 * word, flat: [pointer, pointer] }
      return product(Array(t.length).fill(of(t.element)))
    case 'flags': {
      const size = t.labels.length <= 8 ? 1 : t.labels.length <= 16 ? 2 : 4
      return { alignment: size, size, flat: ['i32'] }
    }
    case 'tuple':
      return product(t.types.map(of))
    case 'record':
      return product(t.fields.map(({ type }) => of(type)))
    case 'enum':
      return sum(t.labels.map(() => undefined))
    case 'option':
      return sum([undefined, of(t.type)])
    case 'result':
      return sum([t.ok && of(t.ok), t.error && of(t.error)])
    case 'variant':
      return sum(t.cases.map(({ type }) => type && of(type)))
    default:
      return { alignment: 4, size: 4, flat: ['i32'] }
  }
}

function product(parts: readonly ReferenceLayout[]): ReferenceLayout {
  let size = 0
  let alignment = 1
  for (const part of parts) {
    while (size % part.alignment !== 0) size++
    size += part.size
    if (part.alignment > alignment) alignment = part.alignment
  }
  while (size % alignment !== 0) size++
  return { alignment, size, flat: parts.flatMap(({ flat }) => flat) }
}

function sum(cases: readonly (ReferenceLayout | undefined)[]): ReferenceLayout {
  const bits = Math.ceil(Math.log2(cases.length) / 8)
  const discriminant = bits <= 1 ? 1 : bits === 2 ? 2 : 4
  const payloads = cases.filter((part) => part !== undefined)
  const alignment = Math.max(1, ...payloads.map((part) => part.alignment))
  let size = discriminant
  while (size % alignment !== 0) size++
  size += Math.max(0, ...payloads.map((part) => part.size))
  const whole = Math.max(alignment, discriminant)
  while (size % whole !== 0) size++
  const flat: CoreValType[] = []
  for (const part of payloads)
    part.flat.forEach((type, index) => {
      const other = flat[index] ?? type
      flat[index] = other === type ? type : [other, type].sort().join() === 'f32,i32' ? 'i32' : 'i64'
    })
  return { alignment: whole, size, flat: ['i32', ...flat] }
}
