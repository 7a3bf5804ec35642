import type {
  ExternKind,
  ExternType,
  FunctionType,
  GlobalType,
  MemoryType,
  Module,
  SubType,
  TableType,
} from './module.js'

type TypeOf<Kind extends ExternKind> = Extract<ExternType, { kind: Kind }>['type']

/** The types of the imports of one kind, in index order. */
function importedTypes<Kind extends ExternKind>(module: Module, kind: Kind): TypeOf<Kind>[] {
  return module.imports.filter(({ type }) => type.kind === kind).map(({ type }) => type.type as TypeOf<Kind>)
}

/** How many imports of a kind come before the module's own definitions in its index space. */
export function importedCount(module: Module, kind: ExternKind): number {
  return module.imports.reduce((count, { type }) => count + (type.kind === kind ? 1 : 0), 0)
}

/** Every type, by type index. */
export function subTypes(module: Module): SubType[] {
  return module.types.flatMap((group) => group.types)
}

/** The function type with a type index; undefined where there is none or it is of another kind. */
export function functionType(module: Module, typeIndex: number): FunctionType | undefined {
  const composite = subTypes(module)[typeIndex]?.composite
  return composite?.kind === 'func' ? composite : undefined
}

/** The type index of every function, imported ones first. */
export function functionTypeIndices(module: Module): number[] {
  return [...importedTypes(module, 'func'), ...module.functions]
}

/** The type index of a function; undefined where there is no such function. */
export function functionTypeIndex(module: Module, functionIndex: number): number | undefined {
  return functionTypeIndices(module)[functionIndex]
}

export function tableTypes(module: Module): TableType[] {
  return [...importedTypes(module, 'table'), ...module.tables.map(({ type }) => type)]
}

export function memoryTypes(module: Module): MemoryType[] {
  return [...importedTypes(module, 'memory'), ...module.memories]
}

export function globalTypes(module: Module): GlobalType[] {
  return [...importedTypes(module, 'global'), ...module.globals.map(({ type }) => type)]
}

/** The type index of every tag, imported ones first. */
export function tagTypeIndices(module: Module): number[] {
  return [...importedTypes(module, 'tag'), ...module.tags]
}
