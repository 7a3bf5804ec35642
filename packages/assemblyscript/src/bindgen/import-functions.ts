import type { Scope, WitFunction, WitType } from '../wit/world.js'
import { declareCoreImport } from './core-import.js'
import { asyncLowerName, moduleOf } from './core-names.js'
import type { GeneratedFile } from './generated-file.js'
import { holdsMemory } from './holds-memory.js'
import { type CoreType, layoutOf, maxFlatAsyncParameters, maxFlatParameters } from './layout.js'
import { liftFrom } from './lift-code.js'
import { coreParameters, type Lowered, lowerParameters, resultArea, returnLifted } from './lower-call.js'
import { type NamedParameter, namedParameters, parameterTexts, resultText } from './signature.js'
import { typeText } from './type-text.js'

/** Declares a function that the world imports. `head` is what stands before its parameters. */
export function importFunction(
  file: GeneratedFile,
  scope: Scope,
  function_: WitFunction,
  head: string,
): void {
  file.writer.gap().docs(function_.docs)
  if (function_.async) importAsync(file, function_, head)
  else importSync(file, function_, head)
  declareLater(file, scope, function_)
}

/** What generated code calls the core function. */
export function coreNameOf(file: GeneratedFile, function_: WitFunction): string {
  const resource = file.plan.resourceOf(function_)
  const prefix = resource === undefined ? '' : `${file.plan.nameOf(resource)}$`
  return file.nameOf(function_, 'core', (name) => `core$${prefix}${name}`)
}

function declareLater(file: GeneratedFile, scope: Scope, function_: WitFunction): void {
  const types = function_.parameters.map(({ type }) => type)
  const result = function_.result === undefined ? [] : layoutOf(function_.result).flat
  const isReturned = result.length === 1 && !function_.async
  const limit = function_.async ? maxFlatAsyncParameters : maxFlatParameters
  const pointers: readonly CoreType[] = isReturned || result.length === 0 ? [] : ['i32']
  file.later(`core ${coreNameOf(file, function_)}`, (writer) => {
    declareCoreImport(writer, {
      module: moduleOf(scope),
      name: function_.async ? asyncLowerName(function_) : function_.externName,
      local: coreNameOf(file, function_),
      parameters: [...coreParameters(types, limit), ...pointers],
      result: function_.async ? 'i32' : isReturned ? result[0] : undefined,
    })
  })
}

/** Parameters as they are lowered, `self` among them. */
function allParameters(function_: WitFunction): readonly NamedParameter[] {
  const self = function_.role === 'method' ? function_.parameters.slice(0, 1) : []
  return [...self.map(({ type }) => ({ name: 'this', type })), ...namedParameters(function_)]
}

export function lowerAll(file: GeneratedFile, function_: WitFunction, limit: number): Lowered {
  const parts = allParameters(function_).map(({ name, type }) => ({ type, value: name }))
  return lowerParameters(file, parts, limit)
}

function importSync(file: GeneratedFile, function_: WitFunction, head: string): void {
  const { writer } = file
  const { result } = function_
  const parameters = parameterTexts(file, namedParameters(function_))
  writer.callableBlock(`${head}(`, parameters, `): ${resultText(file, result)}`, () => {
    const { statements, values } = lowerAll(file, function_, maxFlatParameters)
    writer.line(...statements)
    const core = coreNameOf(file, function_)
    if (result === undefined) writer.items(`${core}(`, values, ')')
    else if (layoutOf(result).flat.length === 1) {
      writer.items(`const $result = ${core}(`, values, ')')
      writer.line(...returnLifted(file, result, '$result'))
    } else returnFromArea(file, result, core, values)
  })
}

function returnFromArea(file: GeneratedFile, result: WitType, core: string, values: readonly string[]): void {
  file.writer.line(`const $result = ${resultArea(file, result)}`)
  file.writer.items(`${core}(`, [...values, '$result'], ')')
  file.writer.line(`return ${liftFrom(file, result, { layout: 'memory', address: '$result', offset: 0 })}`)
}

function importAsync(file: GeneratedFile, function_: WitFunction, head: string): void {
  const { writer } = file
  const { result } = function_
  const kept = namedParameters(function_).filter(({ type }) => holdsMemory(type))
  const hasClass = result !== undefined || kept.length > 0
  const callClass = hasClass ? file.nameOf(function_, 'call') : file.library('VoidCall')
  const parameters = parameterTexts(file, namedParameters(function_))
  writer.callableBlock(`${head}(`, parameters, `): ${callClass}`, () => {
    const { statements, values } = lowerAll(file, function_, maxFlatAsyncParameters)
    writer.line(`const $call = new ${callClass}(${kept.map(({ name }) => name).join(', ')})`, ...statements)
    const all = result === undefined ? values : [...values, '$call.result']
    writer.items(`$call.begin(${coreNameOf(file, function_)}(`, all, '))').line('return $call')
  })
  if (!hasClass) return
  file.later(`call ${callClass}`, (helpers) => {
    const base =
      result === undefined ? file.library('VoidCall') : `${file.library('Call')}<${typeText(file, result)}>`
    helpers.line(`/** A running call of \`${function_.name}\`. */`)
    helpers.block(`export class ${callClass} extends ${base}`, () => {
      const fields = kept.map(({ type }, index) => `private argument${index}: ${typeText(file, type)}`)
      const bytes = result === undefined ? '' : layoutOf(result).sizeBytes
      helpers.callableBlock('constructor(', fields, ')', () => helpers.line(`super(${bytes})`))
      if (result === undefined) return
      helpers.gap().block(`lift(address: usize): ${typeText(file, result)}`, () => {
        helpers.line(`return ${liftFrom(file, result, { layout: 'memory', address: 'address', offset: 0 })}`)
      })
    })
  })
}
