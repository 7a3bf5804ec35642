import type {
  AsyncValueType,
  CaseType,
  EnumType,
  HandleType,
  OptionType,
  PrimitiveKind,
  ResultType,
  ValType,
  VariantType,
} from '../types.js'
import { flatten } from './flatten.js'
import { FundamentalType, Kind, type Parts } from './fundamental-type.js'
import { place } from './layout.js'

/** Types that are no expansion of others and whose layout does not depend on parts. */
const kinds: Readonly<Record<PrimitiveKind | (HandleType | AsyncValueType)['kind'], Kind>> = {
  bool: Kind.Bool,
  s8: Kind.S8,
  u8: Kind.U8,
  s16: Kind.S16,
  u16: Kind.U16,
  s32: Kind.S32,
  u32: Kind.U32,
  s64: Kind.S64,
  u64: Kind.U64,
  f32: Kind.F32,
  f64: Kind.F64,
  char: Kind.Char,
  string: Kind.String,
  'error-context': Kind.ErrorContext,
  own: Kind.Own,
  borrow: Kind.Borrow,
  stream: Kind.Stream,
  future: Kind.Future,
}

const cache = new WeakMap<ValType, FundamentalType>()
const tuples = new WeakMap<readonly ValType[], FundamentalType>()

/** Specification: Despecialization. The result is kept with the type object. */
export function despecialize(t: ValType): FundamentalType {
  let fundamental = cache.get(t)
  if (fundamental === undefined) {
    fundamental = expand(t)
    cache.set(t, fundamental)
  }
  return fundamental
}

/** `TupleType(ts)` of the specification, kept with the array. */
export function tuple_type(ts: readonly ValType[]): FundamentalType {
  let tuple = tuples.get(ts)
  if (tuple === undefined) {
    tuple = expand({ kind: 'tuple', types: ts })
    tuples.set(ts, tuple)
  }
  return tuple
}

function expand(t: ValType): FundamentalType {
  switch (t.kind) {
    case 'tuple':
      return fundamental(Kind.Record, t, {
        fields: t.types.map(despecialize),
        keys: t.types.map((_, index) => index),
      })
    case 'record':
      return fundamental(Kind.Record, t, {
        fields: t.fields.map((field) => despecialize(field.type)),
        keys: t.fields.map((field) => camelCase(field.label)),
      })
    case 'flags':
      return fundamental(Kind.Flags, t, { keys: t.labels.map(camelCase) })
    case 'list':
      return fundamental(Kind.List, t, { element: despecialize(t.element), length: t.length })
    case 'map':
      return fundamental(Kind.List, t, { element: despecialize({ kind: 'tuple', types: [t.key, t.value] }) })
    case 'variant':
    case 'enum':
    case 'option':
    case 'result':
      return variant(t, cases_of(t))
    default:
      return fundamental(kinds[t.kind], t)
  }
}

function cases_of(t: VariantType | EnumType | OptionType | ResultType): readonly CaseType[] {
  switch (t.kind) {
    case 'variant':
      return t.cases
    case 'enum':
      return t.labels.map((label) => ({ label }))
    case 'option':
      return [{ label: 'none' }, { label: 'some', type: t.type }]
    default:
      return [
        { label: 'ok', type: t.ok },
        { label: 'err', type: t.error },
      ]
  }
}

function variant(t: ValType, cases: readonly CaseType[]): FundamentalType {
  return fundamental(Kind.Variant, t, {
    cases: cases.map(({ type }) => type && despecialize(type)),
    keys: cases.map(({ label }) => label),
  })
}

function fundamental(kind: Kind, type: ValType, parts: Parts = {}): FundamentalType {
  const t = new FundamentalType(kind, type, parts)
  t.layout32 = { ...place(t, 'i32'), flat: flatten(t, 'i32') }
  t.layout64 = { ...place(t, 'i64'), flat: flatten(t, 'i64') }
  t.is_plain = isPlain(t)
  return t
}

function isPlain(t: FundamentalType): boolean {
  const { kind, element, fields, layout32, layout64 } = t
  if (kind === Kind.List) return t.length !== undefined && element!.is_plain
  if (kind !== Kind.Record)
    return kind < Kind.Char ? kind !== Kind.Bool : kind >= Kind.U64 && kind <= Kind.F64
  const used = fields.reduce((sum, field) => sum + field.layout32.size, 0)
  return used === layout32.size && used === layout64.size && fields.every((field) => field.is_plain)
}

/** The JavaScript spelling of a label in kebab case: `a-URL` is `aUrl`. */
export function camelCase(label: string): string {
  return label.toLowerCase().replace(/-(.)/g, (_, first: string) => first.toUpperCase())
}
