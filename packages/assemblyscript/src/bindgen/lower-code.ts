import type { WitType } from '../wit/world.js'
import type { GeneratedFile } from './generated-file.js'
import { layoutOf, recordLayout, variantLayout } from './layout.js'
import { type Helper, variantMembers } from './lift-code.js'
import { addressText, further, type Place, slotBytes, storeText } from './place.js'
import { type ResolvedType, resolveAlias } from './resolve-alias.js'
import type { SourceWriter } from './source-writer.js'
import { typeKey, typeWords } from './type-key.js'
import { hasSome, typedArrayOf, typeText } from './type-text.js'
import {
  casesOf,
  discriminantType,
  isDirect,
  partPlace,
  partsOf,
  payloadPlace,
  strideOf,
} from './value-parts.js'

/** Statements that lower a value into memory or slots. `value` is an expression that may be evaluated twice. */
export function lowerTo(file: GeneratedFile, type: WitType, place: Place, value: string): readonly string[] {
  const resolved = resolveAlias(type)
  const isOneValue = isDirect(type) && partsOf(resolved) === undefined
  if (!isOneValue) return [`${storeHelper(file, type, place.layout)}(${addressText(place)}, ${value})`]
  const step = place.layout === 'memory' ? 4 : slotBytes
  const stored = storeType(type, place)
  return lowerFlat(file, type, value).map((part, index) =>
    storeText(stored, further(place, index * step), part.replace(/^<i32>/, `<${stored}>`)),
  )
}

function storeType(type: WitType, { layout }: Place): string {
  const { sizeBytes, flat } = layoutOf(type)
  const core = flat[0] ?? 'i32'
  return layout === 'slots' || core !== 'i32' || flat.length > 1 ? core : `i${sizeBytes * 8}`
}

/** Core values of a value. `value` is an expression that may be evaluated twice. For types that are `isDirect`. */
export function lowerFlat(file: GeneratedFile, type: WitType, value: string): readonly string[] {
  const resolved = resolveAlias(type)
  switch (resolved.kind) {
    case 'primitive':
      return lowerPrimitive(file, resolved, value)
    case 'list': {
      const isNumbers = typedArrayOf(resolved.element) !== undefined
      const lower = isNumbers ? file.internal('viewPointer') : lowerHelper(file, resolved)
      return [`${lower}(${value})`, `${value}.length`]
    }
    case 'map':
      return [`${lowerHelper(file, resolved)}(${value})`, `${value}.size`]
    case 'own':
      return [`${value}.${resolved.resource.scope.direction === 'export' ? '$give' : '$take'}()`]
    case 'borrow':
      return [`${value}.$lend()`]
    case 'stream':
    case 'future':
      return [`${value}.take()`]
    case 'named':
    case 'tuple':
      return lowerParts(file, resolved, value)
    default:
      throw new Error(`${resolved.kind} takes the way through slots`)
  }
}

function lowerPrimitive(
  file: GeneratedFile,
  { primitive }: Extract<ResolvedType, { kind: 'primitive' }>,
  value: string,
): readonly string[] {
  switch (primitive) {
    case 'string':
      return [`${file.internal('stringPointer')}(${value})`, `${value}.length`]
    case 'error-context':
      return [`${value}.get()`]
    default:
      return [layoutOf({ kind: 'primitive', primitive }).flat[0] === 'i32' ? `<i32>${value}` : value]
  }
}

function lowerParts(
  file: GeneratedFile,
  type: Extract<ResolvedType, { kind: 'named' | 'tuple' }>,
  value: string,
): readonly string[] {
  const parts = partsOf(type)
  if (parts === undefined) return [`<i32>${value}`]
  return parts.flatMap((part) => lowerFlat(file, part.type, `${value}.${part.name}`))
}

type FixedList = Extract<ResolvedType, { kind: 'list' }>

/** The function that lowers a compound type to an address: the named type's own, or one of this file. */
function storeHelper(file: GeneratedFile, type: WitType, layout: Place['layout']): string {
  const resolved = resolveAlias(type)
  const prefix = layout === 'memory' ? 'store' : 'storeFlat'
  if (resolved.kind === 'named') return file.nameOf(resolved.type, prefix, (name) => `${prefix}$${name}`)
  return file.helper(`${prefix} ${typeKey(type)}`, `${prefix}$${typeWords(type)}`, (name, writer) => {
    writeStore(file, writer, { name, type: resolved, layout })
  })
}

/** Writes the function that lowers a compound type to an address. */
export function writeStore(file: GeneratedFile, writer: SourceWriter, { name, type, layout }: Helper): void {
  const place: Place = { layout, address: 'address', offset: 0 }
  const head = `${type.kind === 'named' ? 'export ' : ''}function ${name}(`
  writer.callableBlock(head, ['address: usize', `value: ${typeText(file, type)}`], '): void', () => {
    const parts = partsOf(type)
    if (parts !== undefined) {
      parts.forEach((part, index) => {
        writer.line(...lowerTo(file, part.type, partPlace(parts, index, place), `value.${part.name}`))
      })
    } else if (type.kind === 'list') storeFixedList(file, writer, type, layout)
    else storeCases(file, writer, type, place)
  })
}

function storeFixedList(
  file: GeneratedFile,
  writer: SourceWriter,
  type: FixedList,
  layout: Place['layout'],
): void {
  const { element, length } = type
  writer.line(
    `if (value.length != ${length}) throw new Error('a list of ${length} elements was expected, and has ' + value.length.toString())`,
  )
  storeElements(file, writer, element, { count: `${length}`, layout })
}

function storeElements(
  file: GeneratedFile,
  writer: SourceWriter,
  element: WitType,
  { count, layout }: { readonly count: string; readonly layout: Place['layout'] },
): void {
  writer.block(`for (let index = 0; index < ${count}; index++)`, () => {
    writer.line(`const element = address + index * ${strideOf(element, layout)}`, 'const each = value[index]')
    writer.line(...lowerTo(file, element, { layout, address: 'element', offset: 0 }, 'each'))
  })
}

function storeCases(file: GeneratedFile, writer: SourceWriter, type: ResolvedType, place: Place): void {
  const cases = casesOf(type) ?? []
  const tag = (value: string) => storeText(discriminantType(cases, place), place, value)
  const payloadAt = payloadPlace(variantLayout(cases), place)
  const lowerPayload = (index: number, value: string) => {
    const inner = cases[index]
    if (inner === undefined) return
    if (value !== 'value') writer.line(`const payload = ${value}`)
    writer.line(...lowerTo(file, inner, payloadAt, value === 'value' ? value : 'payload'))
  }
  if (type.kind === 'option') {
    writer.block('if (value === null)', () => writer.line(tag('0'), 'return'))
    writer.line(tag('1'))
    lowerPayload(1, hasSome(type.type) ? 'value.value' : 'value')
  } else if (type.kind === 'result') {
    writer.block('if (value.isOk)', () => {
      writer.line(tag('0'))
      lowerPayload(0, 'value.value')
      writer.line('return')
    })
    writer.line(tag('1'))
    lowerPayload(1, 'value.error')
  } else storeVariant(writer, type, { tag: tag('value.tag'), lowerPayload })
}

function storeVariant(
  writer: SourceWriter,
  type: ResolvedType,
  { tag, lowerPayload }: { tag: string; lowerPayload: (index: number, value: string) => void },
): void {
  if (type.kind !== 'named' || type.type.body.kind !== 'variant') return
  const { cases } = type.type.body
  const names = variantMembers(cases.map(({ name }) => name))
  writer.line(tag)
  if (cases.every((each) => each.type === undefined)) return
  writer.block('switch (value.tag)', () => {
    cases.forEach((each, index) => {
      if (each.type === undefined) return
      writer.block(`case ${index}:`, () => {
        lowerPayload(index, `value.${names[index]}`)
        writer.line('break')
      })
    })
  })
}

/** The function of this file that lowers a list or map into an area of its own, whose address it returns. */
function lowerHelper(file: GeneratedFile, type: Extract<ResolvedType, { kind: 'list' | 'map' }>): string {
  return file.helper(`lower ${typeKey(type)}`, `lower$${typeWords(type)}`, (name, writer) => {
    writer.block(`function ${name}(value: ${typeText(file, type)}): usize`, () => {
      if (type.kind === 'list') {
        const { sizeBytes } = layoutOf(type.element)
        writer.line(`const address = ${file.internal('newArea')}(value.length * ${sizeBytes})`)
        storeElements(file, writer, type.element, { count: 'value.length', layout: 'memory' })
      } else lowerMap(file, writer, type)
      writer.line('return address')
    })
  })
}

function lowerMap(
  file: GeneratedFile,
  writer: SourceWriter,
  type: Extract<ResolvedType, { kind: 'map' }>,
): void {
  const { sizeBytes, offsets } = recordLayout([type.key, type.value])
  const lower = (inner: WitType, offset: number, value: string) =>
    lowerTo(file, inner, { layout: 'memory', address: 'entry', offset }, value)
  writer.line('const keys = value.keys()', 'const values = value.values()')
  writer.line(`const address = ${file.internal('newArea')}(keys.length * ${sizeBytes})`)
  writer.block('for (let index = 0; index < keys.length; index++)', () => {
    writer.line(`const entry = address + index * ${sizeBytes}`)
    writer.line('const key = keys[index]', 'const each = values[index]')
    writer.line(...lower(type.key, offsets[0]!, 'key'), ...lower(type.value, offsets[1]!, 'each'))
  })
}
