import type { Resource, WitType } from '../wit/world.js'
import type { GeneratedFile } from './generated-file.js'
import { layoutOf, recordLayout, variantLayout } from './layout.js'
import { addressText, further, loadText, type Place, slotBytes } from './place.js'
import { type ResolvedType, resolveAlias } from './resolve-alias.js'
import type { SourceWriter } from './source-writer.js'
import { streamTypeCall } from './stream-names.js'
import { typeKey, typeWords } from './type-key.js'
import { hasSome, typedArrayOf, typeText } from './type-text.js'
import {
  casesOf,
  discriminantType,
  memberNames,
  partPlace,
  partsOf,
  payloadPlace,
  strideOf,
  unsignedType,
} from './value-parts.js'

/** An expression that lifts a value of a type out of memory or slots. */
export function liftFrom(file: GeneratedFile, type: WitType, place: Place): string {
  const resolved = resolveAlias(type)
  if (isMadeOfParts(resolved)) return `${loadHelper(file, type, place.layout)}(${addressText(place)})`
  if (isBoolean(resolved)) return `${loadText(place.layout === 'memory' ? 'u8' : 'u32', place)} != 0`
  const flat = layoutOf(type).flat
  if (flat.length === 2) {
    const next = further(place, place.layout === 'memory' ? 4 : slotBytes)
    return liftFlat(file, type, [loadText('usize', place), loadText('u32', next)])
  }
  return liftFlat(file, type, [loadText(loadType(file, resolved), place)])
}

/** Compound types whose parts lie in memory side by side: a function lifts them. */
function isMadeOfParts(type: ResolvedType): boolean {
  if (type.kind === 'named') return type.type.body.kind === 'record' || type.type.body.kind === 'variant'
  if (type.kind === 'list') return type.length !== undefined
  return type.kind === 'tuple' || type.kind === 'option' || type.kind === 'result'
}

function isBoolean(type: ResolvedType): boolean {
  return type.kind === 'primitive' && type.primitive === 'bool'
}

/** The type that a single core value is loaded as. */
function loadType(file: GeneratedFile, type: ResolvedType): string {
  if (type.kind === 'named') return unsignedType(layoutOf(type).sizeBytes)
  if (type.kind !== 'primitive' || type.primitive === 'error-context') return 'i32'
  return type.primitive === 'char' ? 'u32' : typeText(file, type)
}

/** An expression that lifts a value out of core values, each of which it mentions once. For types that are `isDirect`. */
export function liftFlat(file: GeneratedFile, type: WitType, values: readonly string[]): string {
  const resolved = resolveAlias(type)
  const first = values[0] ?? ''
  switch (resolved.kind) {
    case 'primitive':
      return liftPrimitive(file, resolved, values)
    case 'list': {
      const array = typedArrayOf(resolved.element)
      if (array !== undefined) return `${file.internal('liftBytesOf')}<${array}>(${values.join(', ')})`
      return `${liftHelper(file, resolved)}(${values.join(', ')})`
    }
    case 'map':
      return `${liftHelper(file, resolved)}(${values.join(', ')})`
    case 'own':
    case 'borrow':
      return `${liftHandleName(file, resolved.kind, resolved.resource)}(${first})`
    case 'stream':
      return `new ${typeText(file, resolved)}(${first}, ${streamTypeCall(file, resolved)})`
    case 'future':
      return `new ${typeText(file, resolved)}(${first}, ${streamTypeCall(file, resolved)})`
    case 'named':
    case 'tuple':
      return liftFlatParts(file, resolved, values)
    default:
      throw new Error(`${resolved.kind} takes the way through slots`)
  }
}

function liftPrimitive(
  file: GeneratedFile,
  type: Extract<ResolvedType, { kind: 'primitive' }>,
  values: readonly string[],
): string {
  const first = values[0] ?? ''
  if (type.primitive === 'string') return `${file.internal('liftString')}(${values.join(', ')})`
  if (type.primitive === 'error-context') return `new ${typeText(file, type)}(${first})`
  if (type.primitive === 'bool') return `${first} != 0`
  const text = type.primitive === 'char' ? 'u32' : typeText(file, type)
  return first.startsWith(`load<${text}>`) || ['i32', 'f32', 'f64', 'i64'].includes(text)
    ? first
    : `<${text}>${first}`
}

function liftFlatParts(
  file: GeneratedFile,
  type: Extract<ResolvedType, { kind: 'named' | 'tuple' }>,
  values: readonly string[],
): string {
  const parts = partsOf(type)
  if (parts === undefined) return `<${typeText(file, type)}>${values[0]}`
  let used = 0
  const fields = parts.map((part) => {
    const count = layoutOf(part.type).flat.length
    used += count
    return liftFlat(file, part.type, values.slice(used - count, used))
  })
  return `new ${typeText(file, type)}(${fields.join(', ')})`
}

/** The function that makes a resource of a handle; of a borrowed one of a resource of this world, of what it stands for. */
export function liftHandleName(file: GeneratedFile, kind: 'own' | 'borrow', resource: Resource): string {
  if (resource.scope.direction === 'export')
    return file.nameOf(resource, kind, (name) => `${kind === 'own' ? 'liftOwn' : 'liftBorrow'}$${name}`)
  if (kind === 'own') return `${file.nameOf(resource)}.fromHandle`
  return file.nameOf(resource, kind, (name) => `liftBorrow$${name}`)
}

type PlaceLayout = Place['layout']
type FixedList = Extract<ResolvedType, { kind: 'list' }>

/** The function that lifts a compound type from an address: the named type's own, or one of this file. */
function loadHelper(file: GeneratedFile, type: WitType, layout: PlaceLayout): string {
  const resolved = resolveAlias(type)
  const prefix = layout === 'memory' ? 'load' : 'loadFlat'
  if (resolved.kind === 'named') return file.nameOf(resolved.type, prefix, (name) => `${prefix}$${name}`)
  return file.helper(`${prefix} ${typeKey(type)}`, `${prefix}$${typeWords(type)}`, (name, writer) => {
    writeLoad(file, writer, { name, type: resolved, layout })
  })
}

export interface Helper {
  readonly name: string
  readonly type: ResolvedType
  readonly layout: PlaceLayout
}

/** Writes the function that lifts a compound type from an address. */
export function writeLoad(file: GeneratedFile, writer: SourceWriter, { name, type, layout }: Helper): void {
  const isExported = type.kind === 'named'
  const place: Place = { layout, address: 'address', offset: 0 }
  const head = `${isExported ? 'export ' : ''}function ${name}(`
  writer.callableBlock(head, ['address: usize'], `): ${typeText(file, type)}`, () => {
    const parts = partsOf(type)
    if (parts !== undefined) {
      const values = parts.map((part, index) => liftFrom(file, part.type, partPlace(parts, index, place)))
      writer.items(`return new ${typeText(file, type)}(`, values, ')')
    } else if (type.kind === 'list') loadFixedList(file, writer, type, place)
    else loadCases(file, writer, type, place)
  })
}

function loadFixedList(file: GeneratedFile, writer: SourceWriter, type: FixedList, place: Place): void {
  const text = typeText(file, type)
  writer.line(`const list = new ${text}(${type.length})`)
  liftElements(file, writer, type.element, { count: `${type.length}`, layout: place.layout })
  writer.line('return list')
}

function liftElements(
  file: GeneratedFile,
  writer: SourceWriter,
  element: WitType,
  { count, layout }: { readonly count: string; readonly layout: PlaceLayout },
): void {
  writer.block(`for (let index: u32 = 0; index < ${count}; index++)`, () => {
    writer.line(`const element = address + index * ${strideOf(element, layout)}`)
    writer.line(`list[index] = ${liftFrom(file, element, { layout, address: 'element', offset: 0 })}`)
  })
}

function loadCases(file: GeneratedFile, writer: SourceWriter, type: ResolvedType, place: Place): void {
  const cases = casesOf(type) ?? []
  const discriminant = loadText(discriminantType(cases, place), place)
  const payloadAt = payloadPlace(variantLayout(cases), place)
  const payload = (index: number) => {
    const inner = cases[index]
    return inner === undefined ? undefined : liftFrom(file, inner, payloadAt)
  }
  if (type.kind === 'option') {
    const some = hasSome(type.type)
      ? `new ${file.library('Some')}<${typeText(file, type.type)}>(${payload(1)})`
      : payload(1)
    writer.line(`return ${discriminant} != 0 ? ${some} : null`)
  } else if (type.kind === 'result') {
    const [result, parameters] = [file.library('Result'), /<.*>$/.exec(typeText(file, type))?.[0] ?? '']
    writer.line(`if (${discriminant} == 0) return ${result}.ok${parameters}(${payload(0) ?? '0'})`)
    writer.line(`return ${result}.err${parameters}(${payload(1) ?? '0'})`)
  } else loadVariant(file, writer, type, { discriminant, payload })
}

function loadVariant(
  file: GeneratedFile,
  writer: SourceWriter,
  type: ResolvedType,
  { discriminant, payload }: { discriminant: string; payload: (index: number) => string | undefined },
): void {
  if (type.kind !== 'named' || type.type.body.kind !== 'variant') return
  const names = variantMembers(type.type.body.cases.map(({ name }) => name))
  const className = file.nameOf(type.type)
  writer.block(`switch (${discriminant})`, () => {
    names.forEach((name, index) => {
      const label = index === names.length - 1 ? 'default' : `case ${index}`
      writer.line(`${label}:`, `  return ${className}.${name}(${payload(index) ?? ''})`)
    })
  })
}

/** Names of a variant's factories and getters, by case. */
export function variantMembers(kebabNames: readonly string[]): readonly string[] {
  return memberNames(kebabNames, ['tag'])
}

/** The function of this file that lifts a list or map, from where its elements lie. */
function liftHelper(file: GeneratedFile, type: Extract<ResolvedType, { kind: 'list' | 'map' }>): string {
  return file.helper(`lift ${typeKey(type)}`, `lift$${typeWords(type)}`, (name, writer) => {
    writer.block(`function ${name}(address: usize, length: u32): ${typeText(file, type)}`, () => {
      if (type.kind === 'list') {
        writer.line(`const list = new ${typeText(file, type)}(length)`)
        liftElements(file, writer, type.element, { count: 'length', layout: 'memory' })
        writer.line(
          `${file.internal('releaseLifted')}(address, length * ${layoutOf(type.element).sizeBytes})`,
        )
        writer.line('return list')
      } else liftMap(file, writer, type)
    })
  })
}

function liftMap(
  file: GeneratedFile,
  writer: SourceWriter,
  type: Extract<ResolvedType, { kind: 'map' }>,
): void {
  const { sizeBytes, offsets } = recordLayout([type.key, type.value])
  const part = (inner: WitType, offset: number) =>
    liftFrom(file, inner, { layout: 'memory', address: 'entry', offset })
  writer.line(`const map = new ${typeText(file, type)}()`)
  writer.block('for (let index: u32 = 0; index < length; index++)', () => {
    writer.line(`const entry = address + index * ${sizeBytes}`)
    writer.line(`map.set(${part(type.key, offsets[0]!)}, ${part(type.value, offsets[1]!)})`)
  })
  writer.line(`${file.internal('releaseLifted')}(address, length * ${sizeBytes})`, 'return map')
}
