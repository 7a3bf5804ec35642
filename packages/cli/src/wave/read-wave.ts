import type { TypeDescription } from '@weft/component'
import { UsageError } from '../cli-error.js'
import { WaveReader } from './wave-reader.js'

/** Numbers of the integer types. */
const integerBits: Readonly<Record<string, { bits: number; signed: boolean }>> = {
  u8: { bits: 8, signed: false },
  u16: { bits: 16, signed: false },
  u32: { bits: 32, signed: false },
  u64: { bits: 64, signed: false },
  s8: { bits: 8, signed: true },
  s16: { bits: 16, signed: true },
  s32: { bits: 32, signed: true },
  s64: { bits: 64, signed: true },
}

/**
 * Reads the arguments of a call, written in WAVE and in parentheses, as the types of its parameters; gives values as
 * `@weft/component` takes them. Throws `UsageError` that says where the text does not fit.
 */
export function readWaveArguments(text: string, types: readonly TypeDescription[]): unknown[] {
  const reader = new WaveReader(text)
  const values = readTuple(reader, types)
  reader.end()
  return values
}

function read(reader: WaveReader, type: TypeDescription): unknown {
  if (typeof type === 'string') return readPrimitive(reader, type)
  switch (type.kind) {
    case 'list':
      return readList(reader, type.element)
    case 'tuple':
      return readTuple(reader, type.types)
    case 'record':
      return readRecord(reader, type.fields)
    case 'variant':
      return readCase(reader, type.cases)
    case 'enum':
      return readLabel(reader, type.labels)
    case 'flags':
      return readFlags(reader, type.labels)
    case 'option':
      return readOption(reader, type.type)
    case 'result':
      return readCase(reader, [caseOf('ok', type.ok), caseOf('err', type.error)])
    default:
      throw new UsageError(`a value of type ${type.kind} cannot be written on a command line`)
  }
}

function readPrimitive(reader: WaveReader, type: string): unknown {
  if (type === 'string') return reader.string()
  if (type === 'char') return reader.character()
  const word = reader.word(type)
  if (type === 'bool' && (word === 'true' || word === 'false')) return word === 'true'
  if (type === 'f32' || type === 'f64') return readFloat(reader, word, type)
  const integer = integerBits[type]
  if (integer === undefined) throw reader.unexpected(type)
  if (!/^-?(\d+|0x[\da-f]+)$/i.test(word)) throw reader.unexpected(type, word)
  const value = word.startsWith('-') ? -BigInt(word.slice(1)) : BigInt(word)
  const { bits, signed } = integer
  if ((signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) !== value)
    throw new UsageError(`${word} does not fit ${type}`)
  return bits === 64 ? value : Number(value)
}

function readFloat(reader: WaveReader, word: string, type: string): number {
  if (word === 'nan') return Number.NaN
  if (word === 'inf' || word === '-inf')
    return word === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)) throw reader.unexpected(type, word)
  return type === 'f32' ? Math.fround(Number(word)) : Number(word)
}

function readList(reader: WaveReader, element: TypeDescription): unknown[] {
  const values: unknown[] = []
  reader.list('[', ']', () => values.push(read(reader, element)))
  return values
}

function readTuple(reader: WaveReader, types: readonly TypeDescription[]): unknown[] {
  const values: unknown[] = []
  reader.list('(', ')', () => {
    const type = types[values.length]
    if (type === undefined) throw new UsageError(countMessage(types.length, 'more'))
    values.push(read(reader, type))
  })
  if (values.length < types.length) throw new UsageError(countMessage(types.length, String(values.length)))
  return values
}

function countMessage(wanted: number, given: string): string {
  return `${wanted} value${wanted === 1 ? ' was' : 's were'} expected in parentheses, there are ${given}`
}

function readRecord(
  reader: WaveReader,
  fields: readonly { readonly label: string; readonly type: TypeDescription }[],
): object {
  const values = new Map<string, unknown>()
  reader.list('{', '}', () => {
    const label = reader.word('a field')
    const field = fields.find((candidate) => candidate.label === label)
    if (field === undefined)
      throw new UsageError(`there is no field ${label}: ${listOf(fields.map((f) => f.label))}`)
    reader.expect(':')
    values.set(camelCase(label), read(reader, field.type))
  })
  for (const { label, type } of fields) {
    const mayMiss = typeof type === 'object' && type.kind === 'option'
    if (!mayMiss && !values.has(camelCase(label))) throw new UsageError(`the field ${label} is missing`)
  }
  return Object.fromEntries(values)
}

interface Case {
  readonly label: string
  readonly type?: TypeDescription
}

function caseOf(label: string, type: TypeDescription | undefined): Case {
  return type === undefined ? { label } : { label, type }
}

function readCase(reader: WaveReader, cases: readonly Case[]): object {
  const tag = readLabel(
    reader,
    cases.map(({ label }) => label),
  )
  const type = cases.find(({ label }) => label === tag)?.type
  if (type === undefined) return { tag, val: undefined }
  reader.expect('(')
  const val = read(reader, type)
  reader.expect(')')
  return { tag, val }
}

function readLabel(reader: WaveReader, labels: readonly string[]): string {
  const label = reader.word('a case')
  if (!labels.includes(label)) throw new UsageError(`there is no case ${label}: ${listOf(labels)}`)
  return label
}

function readFlags(reader: WaveReader, labels: readonly string[]): object {
  const flags: Record<string, boolean> = {}
  reader.list('{', '}', () => {
    flags[camelCase(readLabel(reader, labels))] = true
  })
  return flags
}

/** Nested options are told apart, as `@weft/component` has them. */
function readOption(reader: WaveReader, type: TypeDescription): unknown {
  const isNested = typeof type === 'object' && type.kind === 'option'
  const { tag, val } = readCase(reader, [{ label: 'some', type }, { label: 'none' }]) as {
    tag: string
    val: unknown
  }
  if (isNested) return tag === 'none' ? { tag } : { tag, val }
  return val
}

function listOf(labels: readonly string[]): string {
  return labels.join(', ')
}

/** The name that JavaScript has for a label. */
export function camelCase(label: string): string {
  return label.replace(/-([a-z\d])/gi, (_, letter: string) => letter.toUpperCase())
}
