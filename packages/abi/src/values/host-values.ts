import { type FundamentalType, Kind } from './fundamental-type.js'
import { mismatch, outOfRange } from './mismatch.js'

/** A typed array of numbers. */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array

type NumbersClass = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => Numbers

const classes: Readonly<Partial<Record<Kind, NumbersClass>>> = {
  [Kind.U8]: Uint8Array,
  [Kind.S8]: Int8Array,
  [Kind.U16]: Uint16Array,
  [Kind.S16]: Int16Array,
  [Kind.U32]: Uint32Array,
  [Kind.S32]: Int32Array,
  [Kind.U64]: BigUint64Array,
  [Kind.S64]: BigInt64Array,
  [Kind.F32]: Float32Array,
  [Kind.F64]: Float64Array,
}

/** The typed array whose elements lie in memory as values of a type do; `undefined` for other types than numbers. */
export function numbersOf(element: FundamentalType): NumbersClass | undefined {
  return classes[element.kind]
}

/** A list as JavaScript has it: bytes as a `Uint8Array`, a map as a `Map`, others as they are. */
export function to_host_list(t: FundamentalType, elements: unknown[]): unknown {
  if (t.type.kind === 'map') return new Map(elements as [unknown, unknown][])
  return t.element!.kind === Kind.U8 ? Uint8Array.from(elements as number[]) : elements
}

/** The elements of a JavaScript value for a list or map. */
export function from_host_list(v: unknown, t: FundamentalType): ArrayLike<unknown> {
  if (t.type.kind === 'map') return v instanceof Map ? [...v] : mismatch('Map', v)
  if (!Array.isArray(v) && !(ArrayBuffer.isView(v) && 'length' in v)) return mismatch('array', v)
  const list = v as ArrayLike<unknown>
  if (t.length !== undefined && list.length !== t.length)
    return outOfRange(`array of length ${t.length}`, `length ${list.length}`)
  return list
}

/** An object for a record; a tuple stays an array. */
export function to_host_record(t: FundamentalType, values: unknown[]): unknown {
  if (t.type.kind !== 'record') return values
  const record: Record<string, unknown> = {}
  for (let index = 0; index < values.length; index++) record[t.keys[index]!] = values[index]
  return record
}

/** The fields of a JavaScript value for a record or tuple, in the order of the type. */
export function from_host_record(v: unknown, t: FundamentalType): readonly unknown[] {
  if (t.type.kind === 'record') {
    if (typeof v !== 'object' || v === null) return mismatch('object', v)
    return t.keys.map((key) => (v as Record<string, unknown>)[key])
  }
  if (!Array.isArray(v)) return mismatch('array', v)
  return v.length === t.fields.length
    ? v
    : outOfRange(`array of length ${t.fields.length}`, `length ${v.length}`)
}

/** A case of a variant, enum, option or result as a JavaScript value. */
export function to_host_case(t: FundamentalType, index: number, value: unknown): unknown {
  const { kind } = t.type
  if (kind === 'enum') return t.keys[index]
  if (is_plain_option(t)) return value
  const tag = t.keys[index]
  return kind !== 'result' && t.cases[index] === undefined ? { tag } : { tag, val: value }
}

/** The index of the case that a JavaScript value has. */
export function from_host_case(v: unknown, t: FundamentalType): number {
  if (is_plain_option(t)) return v === undefined || v === null ? 0 : 1
  const is_enum = t.type.kind === 'enum'
  if (is_enum ? typeof v !== 'string' : typeof v !== 'object' || v === null)
    return mismatch(is_enum ? 'string' : 'object with tag and val', v)
  const tag = is_enum ? v : (v as { tag: unknown }).tag
  return t.tags.get(tag) ?? outOfRange(`one of ${t.keys.join(', ')}${is_enum ? '' : ' as tag'}`, tag)
}

/** The payload of a JavaScript value for a variant. */
export function host_payload(v: unknown, t: FundamentalType): unknown {
  return is_plain_option(t) ? v : (v as { val?: unknown }).val
}

/** An option of an option has a tag, so that none of the two is not none of the other. */
function is_plain_option({ type }: FundamentalType): boolean {
  return type.kind === 'option' && type.type.kind !== 'option'
}
