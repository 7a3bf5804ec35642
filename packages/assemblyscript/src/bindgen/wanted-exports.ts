import type { Resource, Scope, WitFunction, WitType, World } from '../wit/world.js'
import { BindingsPlan, createFilePlan } from './bindings-plan.js'
import { camelCase, pascalCase } from './case-names.js'
import { isPlainConstructor, resourceMembers } from './declare-resource.js'
import { GeneratedFile } from './generated-file.js'
import type { ExportStyle } from './glue-plan.js'
import { NameScope } from './name-scope.js'
import { exportedResourceMembers, reservedNames } from './reserved-names.js'
import { resolveAlias } from './resolve-alias.js'
import { namedParameters } from './signature.js'
import { typeText } from './type-text.js'
import { witSignature } from './wit-signature.js'

/** What an author can write for an exported function. */
interface WantedSignature {
  readonly style: ExportStyle
  /** Without the body: `export function run(name: string): string`. A member of a class has no `export`. */
  readonly text: string
  /** Of the class in style `task`: its constructor with its body, if it needs one, and the head of `resume`. */
  readonly members?: readonly string[] | undefined
  /** Import statements for what the text mentions. */
  readonly imports: readonly string[]
}

export interface WantedFunction {
  readonly scope: Scope
  readonly resource?: Resource | undefined
  readonly function: WitFunction
  /** Of the function, or of the member of the resource's class; `constructor` for that. */
  readonly name: string
  /** Of the class, in style `task`. */
  readonly taskName: string
  /** As WIT writes it: `handle: async func(request: request) -> result<response, error-code>`. */
  readonly wit: string
  /** The function that returns the result early, and the import statement for it; only of async functions. */
  readonly returnName?: string | undefined
  readonly signatures: readonly WantedSignature[]
}

export interface WantedResource {
  readonly scope: Scope
  readonly resource: Resource
  readonly className: string
  /** `export class Counter extends CounterResource`. */
  readonly text: string
  readonly imports: readonly string[]
}

export interface WantedExports {
  readonly functions: readonly WantedFunction[]
  readonly resources: readonly WantedResource[]
}

/** What the author of a component has to export. `bindings` is the folder of the bindings, seen from the author's file. */
export function wantedExports(world: World, bindings = './bindings'): WantedExports {
  const plan = new BindingsPlan(world)
  const context = (resource?: Resource) => new WantedContext(plan, bindings, resource)
  const functions: WantedFunction[] = []
  const resources: WantedResource[] = []
  for (const scope of world.exports) {
    const names = new NameScope(reservedNames)
    for (const function_ of scope.functions) {
      functions.push(context().function(scope, function_, names.claimOnce(camelCase(function_.name))))
    }
    for (const resource of scope.types) {
      if (resource.kind !== 'resource') continue
      resources.push(context(resource).class(scope, resource))
      const members = resourceMembers(resource, exportedResourceMembers)
      resource.functions.forEach((function_, index) => {
        const name = isPlainConstructor(function_) ? 'constructor' : members[index]!
        functions.push(context(resource).function(scope, function_, name))
      })
    }
  }
  return { functions, resources }
}

class WantedContext {
  private readonly plan: BindingsPlan
  private readonly bindings: string
  private readonly resource: Resource | undefined

  constructor(plan: BindingsPlan, bindings: string, resource: Resource | undefined) {
    this.plan = plan
    this.bindings = bindings
    this.resource = resource
  }

  class(scope: Scope, resource: Resource): WantedResource {
    const file = this.createFile()
    const className = pascalCase(resource.name)
    const text = `export class ${className} extends ${file.nameOf(resource)}`
    return { scope, resource, className, text, imports: file.importLines() }
  }

  function(scope: Scope, function_: WitFunction, name: string): WantedFunction {
    const styles: readonly ExportStyle[] = function_.async
      ? ['async', 'blocking', 'blocking-early', 'task']
      : ['sync']
    return {
      scope,
      resource: this.resource,
      function: function_,
      name,
      taskName: this.taskName(function_),
      wit: witSignature(function_),
      returnName: function_.async ? this.plan.nameOf(function_, 'return') : undefined,
      signatures: styles.map((style) => this.signature(function_, name, style)),
    }
  }

  private signature(function_: WitFunction, name: string, style: ExportStyle): WantedSignature {
    const file = this.createFile()
    const parameters = namedParameters(function_).map(
      (each) => `${each.name}: ${authorText(file, each.type)}`,
    )
    if (style === 'task') return this.taskSignature(file, function_, parameters)
    const isVoid = function_.result === undefined || style === 'blocking-early'
    const result = isVoid ? 'void' : authorText(file, function_.result!)
    const returned = style === 'async' ? `Promise<${result}>` : result
    const type = isPlainConstructor(function_) ? '' : `: ${returned}`
    if (style === 'blocking-early') file.nameOf(function_, 'return')
    const text = `${this.prefix(function_, style)}${name}(${parameters.join(', ')})${type}`
    return { style, text, imports: file.importLines() }
  }

  private prefix(function_: WitFunction, style: ExportStyle): string {
    const async = style === 'async' ? 'async ' : ''
    if (this.resource === undefined) return `export ${async}function `
    const isStatic = function_.role !== 'method' && !isPlainConstructor(function_)
    return (isStatic ? 'static ' : '') + async
  }

  private taskSignature(
    file: GeneratedFile,
    function_: WitFunction,
    parameters: readonly string[],
  ): WantedSignature {
    const self =
      function_.role === 'method' ? [`self: ${authorText(file, function_.parameters[0]!.type)}`] : []
    const fields = [...self, ...parameters].map((parameter) => `readonly ${parameter}`)
    const constructor_ = fields.length === 0 ? [] : [`constructor(${fields.join(', ')}) { super() }`]
    const text = `export class ${this.taskName(function_)} extends ${file.library('Task')}`
    const members = [...constructor_, `resume(): ${file.library('Poll')}`]
    file.nameOf(function_, 'return')
    return { style: 'task', text, members, imports: file.importLines() }
  }

  private taskName(function_: WitFunction): string {
    return new NameScope(reservedNames).claimOnce(this.plan.longName(function_))
  }

  private createFile(): GeneratedFile {
    return new GeneratedFile(this.plan, createFilePlan('author'), { bindings: this.bindings })
  }
}

/** A type as the author sees it: of resources that the author implements, the author's own class. */
function authorText(file: GeneratedFile, type: WitType): string {
  const resolved = resolveAlias(type)
  const isOwn = resolved.kind === 'own' || resolved.kind === 'borrow'
  if (isOwn && resolved.resource.scope.direction === 'export') return pascalCase(resolved.resource.name)
  return typeText(file, type)
}
