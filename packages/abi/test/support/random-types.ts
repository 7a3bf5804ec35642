import fc from 'fast-check'
import type { PrimitiveKind, ValType } from '../../src/types.js'

const numbers = ['s8', 'u8', 's16', 'u16', 's32', 'u32', 's64', 'u64', 'f32', 'f64'] as const
const others = ['bool', 'char', 'string'] as const
const primitive = (kinds: readonly PrimitiveKind[]): fc.Arbitrary<ValType> =>
  fc.constantFrom(...kinds).map((kind) => ({ kind }))

const label = (index: number): string => `part-${String.fromCharCode(97 + (index % 26))}${index}`
const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => label(index))
const labeled = (types: readonly ValType[]) => types.map((type, index) => ({ label: label(index), type }))

const { type } = fc.letrec<{ type: ValType }>((tie) => {
  const inner = tie('type')
  const few = fc.array(inner, { minLength: 1, maxLength: 5 })
  const optional = fc.option(inner, { nil: undefined })
  return {
    type: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      primitive([...numbers, ...others]),
      fc.integer({ min: 1, max: 32 }).map((count): ValType => ({ kind: 'flags', labels: labels(count) })),
      fc.constantFrom(1, 2, 5, 256, 257).map((count): ValType => ({ kind: 'enum', labels: labels(count) })),
      inner.map((element): ValType => ({ kind: 'list', element })),
      fc
        .tuple(inner, fc.integer({ min: 1, max: 4 }))
        .map(([element, length]): ValType => ({ kind: 'list', element, length })),
      few.map((types): ValType => ({ kind: 'record', fields: labeled(types) })),
      few.map((types): ValType => ({ kind: 'tuple', types })),
      fc.array(optional, { minLength: 1, maxLength: 4 }).map(
        (types): ValType => ({
          kind: 'variant',
          cases: types.map((type, index) => ({ label: label(index), type })),
        }),
      ),
      inner.map((type): ValType => ({ kind: 'option', type })),
      fc.tuple(optional, optional).map(([ok, error]): ValType => ({ kind: 'result', ok, error })),
      fc
        .tuple(primitive(['s8', 'u16', 'u64', 'string', 'char']), inner)
        .map(([key, value]): ValType => ({ kind: 'map', key, value })),
    ),
  }
})

/** A type without handles. */
export const randomType = type

/** Strings with many characters of every width of every encoding. */
export const randomString = fc
  .array(
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 9 }),
      fc.constantFrom(
        'é',
        'ÿ',
        '\u0080',
        '\u07ff',
        'Ā',
        '☃',
        '\ud7ff',
        '\ue000',
        '\uffff',
        '🍰',
        '\u{10ffff}',
        '\ufeff',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

const integer = (min: number, max: number) => fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max))
const optional = (type: ValType | undefined) => (type ? randomValue(type) : fc.constant(undefined))

/** A JavaScript value of a type, as lifting makes it. */
function randomValue(t: ValType): fc.Arbitrary<unknown> {
  switch (t.kind) {
    case 'bool':
      return fc.boolean()
    case 's8':
    case 's16':
    case 's32': {
      const limit = 2 ** (Number(t.kind.slice(1)) - 1)
      return integer(-limit, limit - 1)
    }
    case 'u8':
    case 'u16':
    case 'u32':
      return integer(0, 2 ** Number(t.kind.slice(1)) - 1)
    case 's64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    case 'u64':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    case 'f32':
      return fc.float()
    case 'f64':
      return fc.double()
    case 'char':
      return fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('\ud7ff', '\u{10ffff}'),
      )
    case 'string':
      return randomString
    case 'list':
      return fc
        .array(randomValue(t.element), { minLength: t.length ?? 0, maxLength: t.length ?? 4 })
        .map((list) => (t.element.kind === 'u8' ? Uint8Array.from(list as number[]) : list))
    case 'map':
      return fc
        .array(fc.tuple(randomValue(t.key), randomValue(t.value)), { maxLength: 4 })
        .map((list) => new Map(list))
    case 'tuple':
      return fc.tuple(...t.types.map(randomValue))
    case 'record':
      return plainRecord(t.fields.map(({ label, type }) => [label, randomValue(type)]))
    case 'flags':
      return plainRecord(t.labels.map((label) => [label, fc.boolean()]))
    case 'enum':
      return fc.constantFrom(...t.labels)
    case 'option':
      return t.type.kind === 'option'
        ? fc.oneof(
            fc.constant({ tag: 'none' }),
            randomValue(t.type).map((val) => ({ tag: 'some', val })),
          )
        : fc.oneof(fc.constant(undefined), randomValue(t.type))
    case 'result':
      return fc.oneof(
        optional(t.ok).map((val) => ({ tag: 'ok', val })),
        optional(t.error).map((val) => ({ tag: 'err', val })),
      )
    case 'variant':
      return fc.oneof(
        ...t.cases.map(({ label, type }) =>
          type ? randomValue(type).map((val) => ({ tag: label, val })) : fc.constant({ tag: label }),
        ),
      )
    default:
      throw new TypeError(`no random values of ${t.kind}`)
  }
}

export const randomTyped = randomType.chain((type) => randomValue(type).map((value) => ({ type, value })))

function plainRecord(fields: [string, fc.Arbitrary<unknown>][]): fc.Arbitrary<unknown> {
  const named = fields.map(([name, value]) => [camel(name), value] as const)
  return fc.record(Object.fromEntries(named), { noNullPrototype: true })
}

function camel(label: string): string {
  return label.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
