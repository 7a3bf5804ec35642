import type { TypeDescription } from '@weft/component'
import { camelCase } from './read-wave.js'

/** A value of a component in WAVE; what WAVE has no words for (resources, streams, futures) as `<kind>`. */
export function writeWave(value: unknown, type: TypeDescription): string {
  if (typeof type === 'string') return writePrimitive(value, type)
  switch (type.kind) {
    case 'list':
      return `[${Array.from(value as Iterable<unknown>, (item) => writeWave(item, type.element)).join(', ')}]`
    case 'tuple':
      return `(${type.types.map((item, index) => writeWave((value as unknown[])[index], item)).join(', ')})`
    case 'record': {
      const record = value as Record<string, unknown>
      return `{${type.fields.map((field) => `${field.label}: ${writeWave(record[camelCase(field.label)], field.type)}`).join(', ')}}`
    }
    case 'variant':
      return writeCase(value as Tagged, (tag) => type.cases.find(({ label }) => label === tag)?.type)
    case 'enum':
      return String(value)
    case 'flags': {
      const flags = value as Record<string, boolean>
      return `{${type.labels.filter((label) => flags[camelCase(label)]).join(', ')}}`
    }
    case 'option':
      return writeOption(value, type.type)
    case 'result':
      return writeCase(value as Tagged, (tag) => (tag === 'ok' ? type.ok : type.error))
    default:
      return `<${type.kind}>`
  }
}

interface Tagged {
  readonly tag: string
  readonly val?: unknown
}

function writeCase({ tag, val }: Tagged, typeOf: (tag: string) => TypeDescription | undefined): string {
  const type = typeOf(tag)
  return type === undefined ? tag : `${tag}(${writeWave(val, type)})`
}

function writeOption(value: unknown, type: TypeDescription): string {
  const isNested = typeof type === 'object' && type.kind === 'option'
  const isNone = isNested ? (value as Tagged).tag === 'none' : value === undefined
  if (isNone) return 'none'
  return `some(${writeWave(isNested ? (value as Tagged).val : value, type)})`
}

function writePrimitive(value: unknown, type: string): string {
  if (type === 'string') return JSON.stringify(value)
  if (type === 'char')
    return `'${value === "'" || value === '\\' ? `\\${value}` : JSON.stringify(value).slice(1, -1)}'`
  if (Number.isNaN(value)) return 'nan'
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  return Object.is(value, -0) ? '-0' : String(value)
}
