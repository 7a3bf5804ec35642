import fc from 'fast-check'
import { type EchoType, labels } from './echo-types.js'

const codePoint = fc
  .oneof(
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
    fc.constantFrom(0, 0x10ffff),
  )
  .map((code) => String.fromCodePoint(code))

// Lone surrogates among them.
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), {
      maxLength: 6,
    })
    .map((codes) => String.fromCharCode(...codes)),
)

/** JavaScript values of a type, of every shape that a host may give. */
export function valuesOf(type: EchoType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'primitive':
      return primitiveOf(type.name)
    case 'list':
      return fc.array(
        valuesOf(type.element),
        type.length === undefined ? { maxLength: 12 } : { minLength: type.length, maxLength: type.length },
      )
    case 'map':
      return fc
        .array(fc.tuple(valuesOf(type.key), valuesOf(type.value)), { maxLength: 6 })
        .map((entries) => new Map(entries.map(([key, value]) => [expected(type.key, key), value])))
    case 'tuple':
      return fc.tuple(...type.parts.map(valuesOf))
    case 'option':
      if (type.inner.kind === 'option')
        return fc.oneof(fc.constant({ tag: 'none' }), tagged('some', type.inner))
      return fc.oneof(fc.constant(undefined), valuesOf(type.inner))
    case 'result':
      return fc
        .oneof(tagged('ok', type.ok), tagged('err', type.err))
        .map((value) => ({ val: undefined, ...value }))
    case 'record':
      return fc.record(
        Object.fromEntries(type.fields.map((field, index) => [`f${index}`, valuesOf(field)])),
        {
          noNullPrototype: true,
        },
      )
    case 'variant':
      return fc.oneof(...type.cases.map((each, index) => tagged(`c${index}`, each)))
    case 'enum':
      return fc.constantFrom(...labels(type.count))
    default:
      return fc.record(Object.fromEntries(labels(type.count).map((label) => [label, fc.boolean()])), {
        noNullPrototype: true,
      })
  }
}

function tagged(tag: string, type: EchoType | undefined): fc.Arbitrary<{ readonly tag: string }> {
  return type === undefined ? fc.constant({ tag }) : valuesOf(type).map((val) => ({ tag, val }))
}

function primitiveOf(name: string): fc.Arbitrary<unknown> {
  if (name === 'bool') return fc.boolean()
  if (name === 'char') return codePoint
  if (name === 'string') return text
  if (name === 'f32') return fc.float()
  if (name === 'f64') return fc.double()
  const bits = Number(name.slice(1))
  const [min, max] = name.startsWith('u')
    ? [0n, 2n ** BigInt(bits) - 1n]
    : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
  if (bits === 64) return fc.bigInt({ min, max })
  return fc.integer({ min: Number(min), max: Number(max) })
}

/** What a guest that gives a value back makes of it: strings are well-formed, and bytes are in a `Uint8Array`. */
export function expected(type: EchoType | undefined, value: unknown): unknown {
  switch (type?.kind) {
    case 'primitive':
      return typeof value === 'string' ? value.toWellFormed() : value
    case 'list': {
      const items = (value as readonly unknown[]).map((item) => expected(type.element, item))
      const isBytes = type.element.kind === 'primitive' && type.element.name === 'u8'
      return isBytes ? Uint8Array.from(items as number[]) : items
    }
    case 'map':
      return new Map(
        [...(value as ReadonlyMap<unknown, unknown>)].map(([key, each]) => [key, expected(type.value, each)]),
      )
    case 'tuple':
      return (value as readonly unknown[]).map((part, index) => expected(type.parts[index], part))
    case 'option':
      if (type.inner.kind === 'option') return expectedCase(value, () => type.inner)
      return value === undefined ? undefined : expected(type.inner, value)
    case 'result':
      return expectedCase(value, (tag) => (tag === 'ok' ? type.ok : type.err))
    case 'record':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, each], index) => [
          key,
          expected(type.fields[index], each),
        ]),
      )
    case 'variant':
      return expectedCase(value, (tag) => type.cases[Number(tag.slice(1))])
    default:
      return value
  }
}

function expectedCase(value: unknown, typeOf: (tag: string) => EchoType | undefined): unknown {
  const { tag, ...rest } = value as { readonly tag: string; readonly val?: unknown }
  return 'val' in rest ? { tag, val: expected(typeOf(tag), rest.val) } : { tag }
}
