import {
  type ExternType,
  functionType,
  globalTypes,
  type MemoryType,
  type Module,
  memoryTypes,
  type SizeLimits,
  type TableType,
  tableTypes,
  tagTypeIndices,
} from '@weft/wasm-binary'
import { formatSignature, formatValueType, typeOfFunction } from '../signature.js'

/** Something a module imports or exports. */
export interface InterfaceItem {
  readonly name: string
  readonly kind: ExternType['kind']
  /** The type, as text. */
  readonly type: string
}

export function describeImports(module: Module): (InterfaceItem & { readonly module: string })[] {
  return module.imports.map(({ module: from, name, type }) => {
    return { module: from, name, kind: type.kind, type: describeExtern(module, type) }
  })
}

export function describeExports(module: Module): InterfaceItem[] {
  return module.exports.map(({ name, kind, index }) => ({
    name,
    kind,
    type: describeIndex(module, kind, index),
  }))
}

export function describeMemory({ limits, shared, index }: MemoryType): string {
  return `${describeLimits(limits, 'pages')}${shared ? ', shared' : ''}${index === 'i64' ? ', 64-bit' : ''}`
}

export function describeTable({ element, limits, index }: TableType): string {
  return `${formatValueType(element)}, ${describeLimits(limits, 'entries')}${index === 'i64' ? ', 64-bit' : ''}`
}

function describeExtern(module: Module, extern: ExternType): string {
  switch (extern.kind) {
    case 'func':
    case 'tag':
      return describeFunctionType(module, extern.type)
    case 'memory':
      return describeMemory(extern.type)
    case 'table':
      return describeTable(extern.type)
    case 'global':
      return `${extern.type.mutable ? 'mutable ' : ''}${formatValueType(extern.type.value)}`
  }
}

function describeIndex(module: Module, kind: ExternType['kind'], index: number): string {
  if (kind === 'func') {
    const type = typeOfFunction(module, index)
    return type === undefined ? unknownIndex(kind, index) : formatSignature(type)
  }
  const extern = externAt(module, kind, index)
  return extern === undefined ? unknownIndex(kind, index) : describeExtern(module, extern)
}

function externAt(
  module: Module,
  kind: Exclude<ExternType['kind'], 'func'>,
  index: number,
): ExternType | undefined {
  if (kind === 'tag') return typed(kind, tagTypeIndices(module)[index])
  if (kind === 'memory') return typed(kind, memoryTypes(module)[index])
  if (kind === 'table') return typed(kind, tableTypes(module)[index])
  return typed(kind, globalTypes(module)[index])
}

function typed(kind: ExternType['kind'], type: ExternType['type'] | undefined): ExternType | undefined {
  return type === undefined ? undefined : ({ kind, type } as ExternType)
}

function describeFunctionType(module: Module, typeIndex: number): string {
  const type = functionType(module, typeIndex)
  return type === undefined ? `type ${typeIndex}, which is no function type` : formatSignature(type)
}

function unknownIndex(kind: string, index: number): string {
  return `${kind} ${index}, which does not exist`
}

function describeLimits({ minimum, maximum }: SizeLimits, unit: string): string {
  if (maximum === undefined) return `${minimum} ${unit} or more`
  return minimum === maximum ? `${minimum} ${unit}` : `${minimum} to ${maximum} ${unit}`
}
