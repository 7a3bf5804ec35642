import type { ExternDescription, FunctionDescription, TypeDescription } from '../describe/descriptions.js'
import { parseFunctionName } from '../host/names.js'
import { interfaceName, NameSet, typeName } from './names.js'
import { carriesStreams } from './type-shapes.js'

/** What a component imports and exports: a `Component`, or its descriptions. */
export interface ComponentDescription {
  readonly imports: readonly ExternDescription[]
  readonly exports: readonly ExternDescription[]
}

/** Who implements it: the host what is imported, the component what is exported. */
export type Side = 'import' | 'export'

export interface NamedFunction {
  readonly name: string
  readonly type: FunctionDescription
}

/** Names in a block. */
interface EntryNames {
  readonly name: string
  /** The type that a component takes where that is another one than it gives. */
  readonly inputName: string
  /** The class of a resource. */
  readonly className: string
}

/** A type or resource in a block. Its home, the place that it is named after, may be in another one. */
export interface Entry extends EntryNames {
  readonly extern: ExternDescription & { readonly kind: 'type' | 'resource' }
  readonly isHome: boolean
}

/** Where a type or resource is first imported or exported. */
export interface Home extends EntryNames {
  readonly block: Block
  /** A resource's methods, statics and constructor, of all interfaces that have some. */
  readonly functions: NamedFunction[]
}

/** All imports, all exports, or an interface. Becomes an object type, and a namespace of the types that it names. */
export interface Block {
  readonly side: Side
  readonly name: string
  /** The interface's name in the component. */
  readonly path: string | undefined
  readonly externs: readonly ExternDescription[]
  readonly instances: Map<ExternDescription, Block>
  readonly entries: Entry[]
  /** Labels of resources that have methods, statics or a constructor here. */
  readonly implemented: Set<string>
}

/** Gives everything of a component a place and a name in the text. */
export class Layout {
  readonly blocks: Block[] = []
  /** By the names that descriptions have for types and resources. */
  readonly homes = new Map<string, Home>()
  readonly #names: NameSet

  /** `reserved`: names that the text uses, and that none of its types may have. */
  constructor({ imports, exports }: ComponentDescription, reserved: Iterable<string>) {
    this.#names = new NameSet(reserved)
    const roots = [this.#root('import', 'Imports', imports), this.#root('export', 'Exports', exports)]
    const interfaces = roots.flatMap(({ externs }) => externs.filter(isInstance).map(({ name }) => name))
    for (const root of roots) this.#addInstances(root, '', interfaces)
    for (const root of roots) this.#addEntries(root)
  }

  #root(side: Side, name: string, externs: readonly ExternDescription[]): Block {
    return this.#block({ side, name: this.#names.add(name), path: undefined, externs })
  }

  #block(parts: Pick<Block, 'side' | 'name' | 'path' | 'externs'>): Block {
    const block: Block = { ...parts, instances: new Map(), entries: [], implemented: new Set() }
    this.blocks.push(block)
    return block
  }

  /** Interfaces get their names before any type, which must not hide one of them. */
  #addInstances(parent: Block, prefix: string, others: readonly string[]): void {
    for (const extern of parent.externs) {
      if (!isInstance(extern)) continue
      const { side } = parent
      const wanted = prefix + interfaceName(extern.name, others)
      const isTaken = side === 'export' && this.#names.has(wanted)
      const name = this.#names.add(isTaken ? `${wanted}Export` : wanted)
      const block = this.#block({ side, name, path: extern.name, externs: extern.exports })
      parent.instances.set(extern, block)
      this.#addInstances(block, name, [])
    }
  }

  /** In the order of the component, in which the first place of a type is its home. */
  #addEntries(block: Block): void {
    const names = new NameSet(this.#names)
    for (const extern of block.externs) {
      const instance = block.instances.get(extern)
      if (instance !== undefined) this.#addEntries(instance)
      if (extern.kind === 'type' || extern.kind === 'resource') this.#addEntry(block, extern, names)
    }
    for (const extern of block.externs) if (extern.kind === 'func') this.#addFunction(block, extern)
  }

  #addEntry(block: Block, extern: Entry['extern'], names: NameSet): void {
    const name = names.add(typeName(extern.name))
    const inputName = hasInputType(extern) ? names.add(`${name}Input`) : name
    const className = extern.kind === 'resource' ? names.add(`${name}Class`) : name
    const known = homeName(extern)
    const isHome = known !== undefined && !this.homes.has(known)
    block.entries.push({ extern, name, inputName, className, isHome })
    if (isHome) this.homes.set(known, { block, name, inputName, className, functions: [] })
  }

  #addFunction(block: Block, { name, type }: NamedFunction): void {
    const { kind, resource } = parseFunctionName(name)
    const found = block.externs.find((extern) => extern.kind === 'resource' && extern.name === resource)
    if (kind === 'function' || found?.kind !== 'resource') return
    this.homes.get(found.resource)?.functions.push({ name, type })
    block.implemented.add(resource)
  }
}

/** The name under which descriptions refer to a type or resource. */
export function homeName(extern: Entry['extern']): string | undefined {
  if (extern.kind === 'resource') return extern.resource
  return isValueType(extern.type) && typeof extern.type === 'object' ? extern.type.name : undefined
}

function hasInputType(extern: Entry['extern']): boolean {
  return extern.kind === 'type' && isValueType(extern.type) && carriesStreams(extern.type)
}

/** Not that of a function, an interface or a component. */
export function isValueType(
  type: (Entry['extern'] & { readonly kind: 'type' })['type'],
): type is TypeDescription {
  return typeof type === 'string' || (type !== undefined && !('params' in type))
}

function isInstance(extern: ExternDescription): extern is ExternDescription & { readonly kind: 'instance' } {
  return extern.kind === 'instance'
}
