import { camelCase, type ValType } from '@weft/abi'
import { WeftError } from '@weft/core'
import { type ComponentValue, formatComponentValue } from './component-value.js'

/** A value of a script that is not of the type that the function has. */
class ValueTypeError extends WeftError {
  constructor(value: ComponentValue, type: ValType) {
    super('value-type', `${formatComponentValue(value)} is no value of type ${type.kind}`)
  }
}

/** The value as `@weft/component` takes it for `type`. Throws a `WeftError` where it is none of that type. */
export function toHostValue(value: ComponentValue, type: ValType): unknown {
  switch (type.kind) {
    case 'u64':
    case 's64':
      return of(type.kind, value, type).value
    case 'u8':
    case 's8':
    case 'u16':
    case 's16':
    case 'u32':
    case 's32':
      return Number(of(type.kind, value, type).value)
    case 'f32':
    case 'f64':
      return Number(of(type.kind, value, type).value)
    case 'bool':
    case 'char':
      return of(type.kind, value, type).value
    case 'string':
      return of('str', value, type).value
    case 'list':
      return toHostList(of('list', value, type).items, type.element)
    case 'map':
      return toHostMap(of('list', value, type).items, type)
    case 'tuple':
      return toHostTuple(of('tuple', value, type), type)
    case 'record':
      return toHostRecord(of('record', value, type), type)
    case 'variant':
      return toHostVariant(of('variant', value, type), type)
    case 'enum':
      return known(of('enum', value, type).label, type, value)
    case 'option':
      return toHostOption(of('option', value, type).payload, type.type)
    case 'result':
      return toHostResult(of('result', value, type), type)
    case 'flags':
      return toHostFlags(of('flags', value, type), type)
    default:
      throw new ValueTypeError(value, type)
  }
}

type Kind = ComponentValue['kind']
type Of<Each extends Kind> = ComponentValue & { readonly kind: Each }
type Typed<Each extends ValType['kind']> = Extract<ValType, { kind: Each }>

function of<Each extends Kind>(kind: Each, value: ComponentValue, type: ValType): Of<Each> {
  if (value.kind !== kind) throw new ValueTypeError(value, type)
  return value as Of<Each>
}

function toHostList(items: readonly ComponentValue[], element: ValType): unknown {
  const values = items.map((item) => toHostValue(item, element))
  return element.kind === 'u8' ? Uint8Array.from(values as number[]) : values
}

function toHostMap(items: readonly ComponentValue[], { key, value }: Typed<'map'>): unknown {
  const pair: Typed<'tuple'> = { kind: 'tuple', types: [key, value] }
  return new Map(items.map((item) => toHostTuple(of('tuple', item, pair), pair) as [unknown, unknown]))
}

function toHostTuple(value: Of<'tuple'>, type: Typed<'tuple'>): unknown[] {
  if (value.items.length !== type.types.length) throw new ValueTypeError(value, type)
  return type.types.map((each, index) => toHostValue(value.items[index]!, each))
}

function toHostRecord(value: Of<'record'>, type: Typed<'record'>): unknown {
  const given = new Map(value.fields)
  if (given.size !== type.fields.length) throw new ValueTypeError(value, type)
  return Object.fromEntries(
    type.fields.map(({ label, type: each }) => {
      const field = given.get(label)
      if (field === undefined) throw new ValueTypeError(value, type)
      return [camelCase(label), toHostValue(field, each)]
    }),
  )
}

function toHostVariant(value: Of<'variant'>, type: Typed<'variant'>): unknown {
  const found = type.cases.find(({ label }) => label === value.label)
  if (found === undefined) throw new ValueTypeError(value, type)
  return { tag: value.label, ...toHostPayload(value, found.type, type) }
}

function toHostResult(value: Of<'result'>, type: Typed<'result'>): unknown {
  return { tag: value.label, ...toHostPayload(value, value.label === 'ok' ? type.ok : type.error, type) }
}

function toHostPayload(
  value: Of<'variant'> | Of<'result'>,
  payload: ValType | undefined,
  type: ValType,
): { val?: unknown } {
  if ((value.payload === undefined) !== (payload === undefined)) throw new ValueTypeError(value, type)
  return value.payload === undefined || payload === undefined
    ? {}
    : { val: toHostValue(value.payload, payload) }
}

function toHostFlags(value: Of<'flags'>, type: Typed<'flags'>): unknown {
  return Object.fromEntries(value.labels.map((label) => [camelCase(known(label, type, value)), true]))
}

function known(label: string, type: Typed<'enum' | 'flags'>, value: ComponentValue): string {
  if (!type.labels.includes(label)) throw new ValueTypeError(value, type)
  return label
}

function toHostOption(payload: ComponentValue | undefined, type: ValType): unknown {
  const value = payload === undefined ? undefined : toHostValue(payload, type)
  if (type.kind !== 'option') return value
  return payload === undefined ? { tag: 'none' } : { tag: 'some', val: value }
}
