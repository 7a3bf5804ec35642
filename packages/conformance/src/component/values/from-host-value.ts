import { camelCase, type LabeledType, type ValType } from '@weft/abi'
import type { ComponentValue } from './component-value.js'

type Typed<Each extends ValType['kind']> = Extract<ValType, { kind: Each }>

/** What a function of result type `type` gave, as a script would write it. A value of a wrong shape is `other`. */
export function fromHostValue(value: unknown, type: ValType): ComponentValue {
  return read(value, type) ?? { kind: 'other', type: `${typeof value} in place of a ${type.kind}` }
}

function read(value: unknown, type: ValType): ComponentValue | undefined {
  switch (type.kind) {
    case 'u64':
    case 's64':
      return typeof value === 'bigint' ? { kind: type.kind, value } : undefined
    case 'u8':
    case 's8':
    case 'u16':
    case 's16':
    case 'u32':
    case 's32':
      return Number.isInteger(value) ? { kind: type.kind, value: BigInt(value as number) } : undefined
    case 'f32':
    case 'f64':
      return typeof value === 'number' ? { kind: type.kind, value } : undefined
    case 'bool':
      return typeof value === 'boolean' ? { kind: 'bool', value } : undefined
    case 'char':
      return typeof value === 'string' ? { kind: 'char', value } : undefined
    case 'string':
      return typeof value === 'string' ? { kind: 'str', value } : undefined
    case 'list':
      return isIterable(value)
        ? { kind: 'list', items: Array.from(value, (item) => fromHostValue(item, type.element)) }
        : undefined
    case 'map':
      return value instanceof Map ? readMap(value, type) : undefined
    case 'tuple':
      return Array.isArray(value) && value.length === type.types.length
        ? { kind: 'tuple', items: type.types.map((each, index) => fromHostValue(value[index], each)) }
        : undefined
    case 'enum':
      return typeof value === 'string' ? { kind: 'enum', label: value } : undefined
    case 'option':
      return readOption(value, type.type)
    case 'record':
    case 'variant':
    case 'result':
    case 'flags':
      return isObject(value) ? readObject(value, type) : undefined
    default:
      return { kind: 'other', type: type.kind }
  }
}

function readObject(
  value: Readonly<Record<string, unknown>>,
  type: Typed<'record' | 'variant' | 'result' | 'flags'>,
): ComponentValue | undefined {
  switch (type.kind) {
    case 'record':
      return { kind: 'record', fields: type.fields.map((field) => readField(value, field)) }
    case 'flags':
      return { kind: 'flags', labels: type.labels.filter((label) => value[camelCase(label)] === true) }
    case 'variant':
      return readVariant(value, type)
    case 'result':
      return readResult(value, type)
  }
}

function readField(value: Readonly<Record<string, unknown>>, { label, type }: LabeledType) {
  return [label, fromHostValue(value[camelCase(label)], type)] as const
}

function readVariant({ tag, val }: Readonly<Record<string, unknown>>, type: Typed<'variant'>) {
  const found = type.cases.find(({ label }) => label === tag)
  if (found === undefined) return undefined
  return { kind: 'variant', label: found.label, payload: readPayload(val, found.type) } as const
}

function readResult({ tag, val }: Readonly<Record<string, unknown>>, type: Typed<'result'>) {
  if (tag !== 'ok' && tag !== 'err') return undefined
  const payload = readPayload(val, tag === 'ok' ? type.ok : type.error)
  return { kind: 'result', label: tag, payload } as const
}

function readPayload(value: unknown, type: ValType | undefined): ComponentValue | undefined {
  return type === undefined ? undefined : fromHostValue(value, type)
}

/** An option in an option is tagged: `undefined` would not tell which of them is none. */
function readOption(value: unknown, type: ValType): ComponentValue | undefined {
  if (type.kind !== 'option') {
    return { kind: 'option', payload: value === undefined ? undefined : fromHostValue(value, type) }
  }
  if (!isObject(value)) return undefined
  if (value.tag === 'none') return { kind: 'option', payload: undefined }
  return value.tag === 'some' ? { kind: 'option', payload: fromHostValue(value.val, type) } : undefined
}

function readMap(value: ReadonlyMap<unknown, unknown>, type: Typed<'map'>): ComponentValue {
  const pair: Typed<'tuple'> = { kind: 'tuple', types: [type.key, type.value] }
  return { kind: 'list', items: Array.from(value, (entry) => fromHostValue(entry, pair)) }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
