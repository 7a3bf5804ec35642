import * as assemblyscript from 'assemblyscript'
import { bodyName } from '../async/async-code.js'
import type { GlueFunction, GluePlan, GlueResource } from '../bindgen/glue-plan.js'
import type { WantedExports, WantedFunction } from '../bindgen/wanted-exports.js'
import type { Refusal } from '../kernel-declaration.js'
import type { AuthorExport, AuthorExports } from './author-exports.js'
import { authorStyle } from './author-style.js'
import { missingClass, missingFunction, unknownExports } from './export-messages.js'

/** How a wanted function was found in the author's sources. */
export interface PlannedFunction extends GlueFunction {
  readonly wanted: WantedFunction
  readonly node: assemblyscript.DeclarationStatement
}

export interface ExportPlan {
  readonly functions: readonly PlannedFunction[]
  readonly resources: readonly GlueResource[]
  readonly imports: readonly string[]
  /** Import statements of the author's resource classes by the names that generated signatures have. */
  readonly resourceImports: readonly string[]
  readonly refusals: readonly Refusal[]
}

/**
 * Finds what the author has for each export of a world, and in which style it is written. `awaits`: whether anything in
 * the sources waits by `await`.
 */
export function planExports(wanted: WantedExports, author: AuthorExports, awaits: boolean): ExportPlan {
  return new Planner(wanted, author, awaits).plan()
}

/** The plan as the generator of the glue takes it. */
export function gluePlan({ functions, resources, imports }: ExportPlan, bindings: string): GluePlan {
  return { functions, resources, imports, bindings }
}

/** True if an export of an asynchronous type is a plain function, which ends only when all that it began has ended. */
export function isBlocking({ functions }: ExportPlan): boolean {
  return functions.some(({ style }) => style === 'blocking')
}

class Planner {
  readonly #wanted: WantedExports
  readonly #author: AuthorExports
  readonly #awaits: boolean
  readonly #functions: PlannedFunction[] = []
  readonly #resources: GlueResource[] = []
  readonly #imports = new Map<string, string>()
  readonly #resourceImports: string[] = []
  readonly #refusals: Refusal[] = []
  readonly #used = new Set<assemblyscript.DeclarationStatement>()

  constructor(wanted: WantedExports, author: AuthorExports, awaits: boolean) {
    this.#wanted = wanted
    this.#author = author
    this.#awaits = awaits
  }

  plan(): ExportPlan {
    for (const { resource, className, scope, text, imports } of this.#wanted.resources) {
      const found = this.#find(scope.name, className)
      const { node } = found ?? {}
      if (!(node instanceof assemblyscript.ClassDeclaration)) {
        this.#refuse(missingClass(this.#author, className, scope, text, imports))
        continue
      }
      const hasDispose = memberOf(node, 'dispose') !== undefined
      this.#resources.push({ resource, className: this.#import(found!, node.name.text), hasDispose })
      const path = importPath(node.range.source.internalPath)
      this.#resourceImports.push(`import { ${node.name.text} as ${className} } from '${path}'`)
    }
    for (const wanted of this.#wanted.functions) this.#planFunction(wanted)
    this.#refusals.push(...unknownExports(this.#author, this.#used, this.#wanted))
    return {
      functions: this.#functions,
      resources: this.#resources,
      imports: [...this.#imports.values()],
      resourceImports: this.#resourceImports,
      refusals: this.#refusals,
    }
  }

  #planFunction(wanted: WantedFunction): void {
    const member = wanted.resource === undefined ? undefined : this.#findMember(wanted)
    if (member === 'no-class') return
    const task = wanted.function.async ? this.#find(wanted.scope.name, wanted.taskName) : undefined
    const found =
      member ?? (wanted.resource === undefined ? this.#find(wanted.scope.name, wanted.name) : undefined)
    if (found !== undefined && found.node instanceof assemblyscript.FunctionDeclaration) {
      const style = authorStyle(wanted, found.node, found.isAsync, this.#awaits)
      if ('message' in style) this.#refuse(style)
      else this.#add(wanted, found, { ...style, local: this.#local(wanted, found) })
    } else if (task?.node instanceof assemblyscript.ClassDeclaration) {
      this.#add(wanted, task, { style: 'task', local: this.#import(task, task.node.name.text) })
    } else this.#refuse(missingFunction(this.#author, wanted))
  }

  #add(
    wanted: WantedFunction,
    found: AuthorExport,
    how: Pick<GlueFunction, 'style' | 'local' | 'returnsItself'>,
  ): void {
    const { scope, resource, function: function_ } = wanted
    this.#used.add(found.node)
    this.#functions.push({ scope, resource, function: function_, ...how, wanted, node: found.node })
  }

  #local({ resource }: WantedFunction, found: AuthorExport): string {
    const name = found.isAsync ? bodyName(found.declaredName) : found.declaredName
    return resource === undefined ? this.#import(found, name) : name
  }

  #findMember(wanted: WantedFunction): AuthorExport | 'no-class' | undefined {
    const className = this.#wanted.resources.find(({ resource }) => resource === wanted.resource)!.className
    const { node } = this.#find(wanted.scope.name, className) ?? {}
    if (!(node instanceof assemblyscript.ClassDeclaration)) return 'no-class'
    const plain = memberOf(node, wanted.name)
    const body = memberOf(node, bodyName(wanted.name))
    if (body !== undefined) return { name: wanted.name, declaredName: wanted.name, node: body, isAsync: true }
    if (plain !== undefined)
      return { name: wanted.name, declaredName: wanted.name, node: plain, isAsync: false }
    return undefined
  }

  /** In what stands for an interface of its own, `import * as handler … export { handler }`, or else in the file itself. */
  #find(scopeName: string, name: string): AuthorExport | undefined {
    const shortName = /([^/:]+?)(@.*)?$/
      .exec(scopeName)![1]!
      .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    const found = this.#author.namespaces.get(shortName)?.named.get(name) ?? this.#author.named.get(name)
    if (found !== undefined) this.#used.add(found.node)
    return found
  }

  /** Imports something of the author's into the glue. Returns its name there. */
  #import({ node }: AuthorExport, name: string): string {
    const path = node.range.source.internalPath
    const key = `${path} ${name}`
    const local = `${name}$${[...this.#imports.keys()].indexOf(key) < 0 ? this.#imports.size : [...this.#imports.keys()].indexOf(key)}`
    this.#imports.set(key, `import { ${name} as ${local} } from '${importPath(path)}'`)
    return local
  }

  #refuse(refusal: Refusal): void {
    this.#refusals.push(refusal)
  }
}

function importPath(internalPath: string): string {
  return internalPath.startsWith('~lib/') ? internalPath.slice('~lib/'.length) : `./${internalPath}`
}

function memberOf(
  node: assemblyscript.ClassDeclaration,
  name: string,
): assemblyscript.FunctionDeclaration | undefined {
  return node.members.find(
    (member): member is assemblyscript.MethodDeclaration =>
      member instanceof assemblyscript.MethodDeclaration && member.name.text === name,
  )
}
