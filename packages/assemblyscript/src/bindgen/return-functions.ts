import type { Scope, WitFunction, World } from '../wit/world.js'
import { functionsOf } from './bindings-plan.js'
import { camelCase } from './case-names.js'
import { declareCoreImport } from './core-import.js'
import { moduleOf } from './core-names.js'
import type { GeneratedFile } from './generated-file.js'
import { maxFlatParameters } from './layout.js'
import { coreParameters, lowerParameters } from './lower-call.js'
import { parameterTexts } from './signature.js'

/** The numbers of a world's async exports, from 1. */
export function exportIds({ exports }: World): ReadonlyMap<WitFunction, number> {
  const all = exports.flatMap(functionsOf).filter((function_) => function_.async)
  return new Map(all.map((function_, index) => [function_, index + 1]))
}

/** Declares the function that hands over the result of an async export. */
export function declareReturn(file: GeneratedFile, scope: Scope, function_: WitFunction): void {
  const { writer, plan } = file
  const parameters = function_.result === undefined ? [] : [{ name: 'value', type: function_.result }]
  const core = file.nameOf(function_, 'core return', () => `core$return$${plan.longName(function_)}`)
  const resource = plan.resourceOf(function_)
  const shownName = (resource === undefined ? '' : `${camelCase(resource.name)}.`) + camelCase(function_.name)
  const types = parameters.map(({ type }) => type)
  writer.gap().line(`/** Returns from \`${shownName}\`, which may go on. */`)
  const head = `export function ${file.nameOf(function_, 'return')}(`
  writer.callableBlock(head, parameterTexts(file, parameters), '): void', () => {
    writer.line(`${file.internal('beginReturn')}(${exportIds(plan.world).get(function_)})`)
    const parts = parameters.map(({ name, type }) => ({ type, value: name }))
    const { statements, values } = lowerParameters(file, parts, maxFlatParameters)
    writer.line(...statements).items(`${core}(`, values, ')')
  })
  file.later(`core ${core}`, (helpers) => {
    declareCoreImport(helpers, {
      module: `[export]${moduleOf(scope)}`,
      name: `[task-return]${function_.externName}`,
      local: core,
      parameters: coreParameters(types, maxFlatParameters),
    })
  })
}
