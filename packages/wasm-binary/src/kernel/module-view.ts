import { BinaryError } from '@weft/core'
import { type ConstantValue, evaluateConstant } from '../constant.js'
import {
  functionTypeIndices,
  globalTypes,
  importedCount,
  memoryTypes,
  subTypes,
  tableTypes,
  tagTypeIndices,
} from '../index-spaces.js'
import { decodeInstructions } from '../instructions.js'
import type {
  FunctionBody,
  FunctionType,
  GlobalType,
  Import,
  MemoryType,
  Module,
  SubType,
  TableType,
} from '../module.js'
import { type Names, readNames } from '../names.js'
import { type FunctionUses, scanUses } from './function-uses.js'
import { createTypeIdentity, type TypeIdentity } from './type-identity.js'

/** A module with its index spaces laid out, and what was found out about its functions. */
export class ModuleView {
  readonly module: Module
  readonly names: Names
  readonly types: readonly SubType[]
  /** The members of the recursive group that each type belongs to. */
  readonly typeGroups: readonly (readonly number[])[]
  readonly functionTypes: readonly number[]
  readonly tables: readonly TableType[]
  readonly memories: readonly MemoryType[]
  readonly globals: readonly GlobalType[]
  readonly tags: readonly number[]
  readonly importedFunctions: readonly Import[]
  readonly importedTables: number
  readonly importedGlobals: number
  readonly typeIdentity: TypeIdentity
  /** The values of globals that have a constant one when the module is instantiated. */
  readonly globalValues: readonly (ConstantValue | undefined)[]
  /** For a global that only repeats another one, that other one; for all others, themselves. */
  readonly globalOrigins: readonly number[]
  private readonly scans = new Map<number, FunctionUses>()

  constructor(module: Module) {
    this.module = module
    this.names = readNames(module)
    this.types = subTypes(module)
    this.typeGroups = typeGroups(module)
    this.functionTypes = functionTypeIndices(module)
    this.tables = tableTypes(module)
    this.memories = memoryTypes(module)
    this.globals = globalTypes(module)
    this.tags = tagTypeIndices(module)
    this.importedFunctions = module.imports.filter(({ type }) => type.kind === 'func')
    this.importedTables = importedCount(module, 'table')
    this.importedGlobals = importedCount(module, 'global')
    this.typeIdentity = createTypeIdentity(module.types)
    this.globalValues = globalValues(module, this.importedGlobals)
    this.globalOrigins = globalOrigins(module, this.importedGlobals)
  }

  /** The body of a function; undefined for an imported one. */
  body(functionIndex: number): FunctionBody | undefined {
    return this.module.code[functionIndex - this.importedFunctions.length]
  }

  functionType(functionIndex: number): FunctionType {
    const composite = lookUp(
      this.types,
      lookUp(this.functionTypes, functionIndex, 'function'),
      'type',
    ).composite
    return composite.kind === 'func'
      ? composite
      : unknownIndex('function type', this.functionTypes[functionIndex]!)
  }

  /** What a defined function refers to; every index is one that exists. */
  uses(functionIndex: number): FunctionUses {
    const known = this.scans.get(functionIndex)
    if (known !== undefined) return known
    const body = lookUp(this.module.code, functionIndex - this.importedFunctions.length, 'function')
    const uses = scanUses(body.instructions, body.instructionsOffset)
    this.checkIndices(uses, body)
    this.scans.set(functionIndex, uses)
    return uses
  }

  /** The indices of all functions that the module defines. */
  definedFunctions(): number[] {
    return this.module.code.map((_, index) => index + this.importedFunctions.length)
  }

  constant(expression: Uint8Array): ConstantValue | undefined {
    return evaluateConstant(expression, (index) =>
      this.globals[index]?.mutable === false ? this.globalValues[index] : undefined,
    )
  }

  /** Throws `BinaryError` if an expression refers to something that is not there. */
  checkIndices(uses: FunctionUses, place: { readonly offset: number }): void {
    const check = (indices: Iterable<number>, count: number, what: string) => {
      for (const index of indices) if (index >= count) unknownIndex(what, index, place.offset)
    }
    check(uses.calls.keys(), this.functionTypes.length, 'function')
    check(uses.references.keys(), this.functionTypes.length, 'function')
    for (const { type, table } of uses.indirectCalls) {
      check([type], this.types.length, 'type')
      check([table], this.tables.length, 'table')
    }
    check(uses.readTables.keys(), this.tables.length, 'table')
    check(uses.changedTables.keys(), this.tables.length, 'table')
    check(uses.globals.keys(), this.globals.length, 'global')
    check(uses.types, this.types.length, 'type')
    check(uses.data, this.module.data.length, 'data segment')
    check(uses.elements, this.module.elements.length, 'element segment')
    check(uses.tags, this.tags.length, 'tag')
  }
}

const views = new WeakMap<Module, ModuleView>()

/** The view of a module, made once: a guest has many kernels. */
export function viewOf(module: Module): ModuleView {
  const known = views.get(module)
  if (known !== undefined) return known
  const view = new ModuleView(module)
  views.set(module, view)
  return view
}

/** The item with an index. Throws `BinaryError` where there is none. */
export function lookUp<Item>(items: readonly Item[], index: number, what: string): Item {
  return items[index] ?? unknownIndex(what, index)
}

function unknownIndex(what: string, index: number, offset = 0): never {
  throw new BinaryError(`unknown ${what} ${index}`, offset)
}

function typeGroups(module: Module): number[][] {
  let first = 0
  return module.types.flatMap((group) => {
    const members = group.types.map((_, position) => first + position)
    first += members.length
    return members.map(() => members)
  })
}

function globalValues(module: Module, imported: number): (ConstantValue | undefined)[] {
  const values: (ConstantValue | undefined)[] = Array.from({ length: imported }, () => undefined)
  for (const { init } of module.globals) values.push(evaluateConstant(init, (index) => values[index]))
  return values
}

function globalOrigins(module: Module, imported: number): number[] {
  const origins = Array.from({ length: imported }, (_, index) => index)
  for (const { type, init } of module.globals) {
    const [only, end] = decodeInstructions(init)
    const source = only?.immediates[0]
    const repeats = !type.mutable && source?.kind === 'global' && end?.name === 'end'
    origins.push(repeats ? (origins[source.index] ?? origins.length) : origins.length)
  }
  return origins
}
