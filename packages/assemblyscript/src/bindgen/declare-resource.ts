import type { Resource, Scope, WitFunction } from '../wit/world.js'
import { declareCoreImport } from './core-import.js'
import { moduleOf } from './core-names.js'
import type { GeneratedFile } from './generated-file.js'
import { coreNameOf, importFunction, lowerAll } from './import-functions.js'
import { maxFlatParameters } from './layout.js'
import { keepLent } from './lent-handles.js'
import { liftHandleName } from './lift-code.js'
import { coreParameters } from './lower-call.js'
import { importedResourceMembers } from './reserved-names.js'
import { namedParameters, parameterTexts } from './signature.js'
import { memberNames } from './value-parts.js'

/** True if AssemblyScript's own constructor can stand for it: it makes the resource and cannot fail. */
export function isPlainConstructor({ role, result }: WitFunction): boolean {
  return role === 'constructor' && result?.kind === 'own'
}

/** Names of the members of a resource's class, in the order of its functions. */
export function resourceMembers(resource: Resource, reserved: readonly string[]): readonly string[] {
  const names = resource.functions.map(({ role, name }) => (role === 'constructor' ? 'create' : name))
  return memberNames(names, reserved)
}

/** Declares the class of a resource that the world imports. */
export function importResource(file: GeneratedFile, scope: Scope, resource: Resource): void {
  const { writer } = file
  const name = file.nameOf(resource)
  const constructor_ = resource.functions.find(isPlainConstructor)
  const drop = file.nameOf(resource, 'drop', (own) => `core$drop$${own}`)
  const members = resourceMembers(resource, [...importedResourceMembers, 'fromHandle'])
  writer.gap().docs(resource.docs)
  writer.block(`export class ${name} extends ${file.library('Resource')}`, () => {
    if (constructor_ === undefined)
      writer.block('private constructor(handle: i32)', () => writer.line('super(handle)'))
    else importConstructor(file, constructor_)
    writer
      .gap()
      .line('/** For generated code. */')
      .block(`static fromHandle(handle: i32): ${name}`, () => {
        if (constructor_ === undefined) writer.line(`return new ${name}(handle)`)
        else writer.line(...makeOfHandle(name))
      })
    writer.gap().block('protected $drop(handle: i32): void', () => writer.line(`${drop}(handle)`))
    resource.functions.forEach((function_, index) => {
      if (function_ === constructor_) return
      const prefix = function_.role === 'method' ? '' : 'static '
      importFunction(file, scope, function_, `${prefix}${members[index]}`)
    })
  })
  if (constructor_ !== undefined) declareConstructor(file, scope, constructor_)
  file.later(`core ${drop}`, (helpers) => {
    declareCoreImport(helpers, {
      module: moduleOf(scope),
      name: `[resource-drop]${resource.name}`,
      local: drop,
      parameters: ['i32'],
    })
  })
  declareBorrow(file, resource)
}

function importConstructor(file: GeneratedFile, function_: WitFunction): void {
  const { writer } = file
  writer.docs(function_.docs)
  writer.callableBlock('constructor(', parameterTexts(file, namedParameters(function_)), ')', () => {
    const { statements, values } = lowerAll(file, function_, maxFlatParameters)
    writer.line(...statements).items(`super(${coreNameOf(file, function_)}(`, values, '))')
  })
}

function declareConstructor(file: GeneratedFile, scope: Scope, function_: WitFunction): void {
  file.later(`core ${coreNameOf(file, function_)}`, (helpers) => {
    const types = function_.parameters.map(({ type }) => type)
    declareCoreImport(helpers, {
      module: moduleOf(scope),
      name: function_.externName,
      local: coreNameOf(file, function_),
      parameters: coreParameters(types, maxFlatParameters),
      result: 'i32',
    })
  })
}

/** Statements that make an object around a handle, past the constructor. */
function makeOfHandle(name: string): readonly string[] {
  return [
    `const pointer = __new(offsetof<${name}>(), idof<${name}>())`,
    `store<i32>(pointer, handle, offsetof<${name}>('$handle'))`,
    `store<bool>(pointer, true, offsetof<${name}>('$held'))`,
    `return changetype<${name}>(pointer)`,
  ]
}

function declareBorrow(file: GeneratedFile, resource: Resource): void {
  const { writer } = file
  const name = file.nameOf(resource)
  writer
    .gap()
    .block(`export function ${liftHandleName(file, 'borrow', resource)}(handle: i32): ${name}`, () => {
      writer.line(`const lent = ${name}.fromHandle(handle)`, `${keepLent(file)}(lent)`, 'return lent')
    })
}
