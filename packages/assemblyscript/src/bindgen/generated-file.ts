import path from 'node:path'
import type { BindingsPlan, Entity, FilePlan } from './bindings-plan.js'
import { pascalCase } from './case-names.js'
import { generatedLine } from './generated-line.js'
import { SourceWriter } from './source-writer.js'
import { identityOf } from './type-key.js'

const libraryModule = '@weft/assemblyscript/assembly/component'
const internalModule = `${libraryModule}/generated`

/** How a file refers to what stands in other files. */
interface ImportStyle {
  /** Where the folder of the bindings is, seen from that of the file, or from the folder of the bindings itself. */
  readonly bindings?: string
  /** True for a file in which every plain name is somebody else's. */
  readonly isForeign?: boolean
}

/** A file while it is written: its text, what it imports, and helpers that are written once. */
export class GeneratedFile {
  readonly plan: BindingsPlan
  readonly file: FilePlan
  readonly writer = new SourceWriter()
  private readonly style: ImportStyle
  private readonly imports = new Map<string, Map<string, string>>()
  private readonly helpers = new SourceWriter()
  private readonly helperKeys = new Set<string>()
  private readonly pending: (() => void)[] = []
  private usesInternals = false

  constructor(plan: BindingsPlan, file: FilePlan, style: ImportStyle = {}) {
    this.plan = plan
    this.file = file
    this.style = style
  }

  /** A name that the library has for authors. */
  library(name: string): string {
    if (this.style.isForeign === true) return this.internal(name)
    return this.import(libraryModule, name, name)
  }

  /** A name that the library has for generated code. */
  internal(name: string): string {
    this.usesInternals = true
    return `$.${name}`
  }

  /** The name in this file of something that belongs to `entity`, imported if it is at home elsewhere. */
  nameOf(entity: Entity, role = '', decorate?: (name: string) => string): string {
    const exported = this.plan.nameOf(entity, role, decorate)
    return this.nameFrom(this.plan.homeOf(entity), exported, `${role}${identityOf(entity)}`, () => {
      const scope = this.plan.scopeOf(entity)
      return pascalCase((scope.name.split(/[/:]/).at(-1) ?? '').replace(/@.*/, ''))
    })
  }

  /** The name in this file of something that another of the world's files exports. */
  nameFrom(home: FilePlan, exported: string, key: string, qualifier = () => ''): string {
    if (home === this.file) return exported
    const { names } = this.file
    const owner = `import ${home.path} ${key}`
    const known = names.find(owner)
    if (known !== undefined) return known
    const plain = this.style.isForeign === true ? `$${exported}` : exported
    const wanted = names.has(plain) ? qualifier() + plain : plain
    return this.import(this.pathTo(home), exported, names.claim(owner, wanted))
  }

  /** The name of a function that only this file has; `write` is called once, when all else is written. */
  helper(key: string, wanted: string, write: (name: string, writer: SourceWriter) => void): string {
    const name = this.file.names.claim(`helper ${key}`, wanted)
    this.later(key, (writer) => write(name, writer))
    return name
  }

  /** Writes something once, behind all else. */
  later(key: string, write: (writer: SourceWriter) => void): void {
    if (this.helperKeys.has(key)) return
    this.helperKeys.add(key)
    this.pending.push(() => write(this.helpers.gap()))
  }

  /** `moreImports` are statements of somebody else. */
  toText(moreImports: readonly string[] = []): string {
    for (let write = this.pending.shift(); write !== undefined; write = this.pending.shift()) write()
    const header = generatedLine(this.plan.world.name)
    const parts = [this.writer.toString().trim(), this.helpers.toString().trim()].filter(
      (text) => text !== '',
    )
    return `${[[header, ...this.importLines(), ...moreImports].join('\n'), ...parts].join('\n\n')}\n`
  }

  private import(module: string, exported: string, local: string): string {
    const names = this.imports.get(module) ?? new Map<string, string>()
    names.set(local, exported)
    this.imports.set(module, names)
    return local
  }

  /** The imports that were needed until now, a statement each. */
  importLines(): readonly string[] {
    const statements = [...this.imports].sort(byName).map(([module, names]) => {
      const items = [...names]
        .sort(byName)
        .map(([local, name]) => (local === name ? name : `${name} as ${local}`))
      return new SourceWriter().items('import { ', items, ` } from '${module}'`).toString()
    })
    return this.usesInternals ? [...statements, `import * as $ from '${internalModule}'`] : statements
  }

  private pathTo(home: FilePlan): string {
    const folder = this.style.bindings
    if (folder !== undefined) return `${folder.replace(/\/$/, '')}/${home.path}`
    const relative = path.posix.relative(path.posix.dirname(this.file.path), home.path)
    return relative.startsWith('.') ? relative : `./${relative}`
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other)
}
