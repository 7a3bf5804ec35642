import type { Scope, World } from '../wit/world.js'
import { BindingsPlan, functionsOf } from './bindings-plan.js'
import { importResource } from './declare-resource.js'
import { generateStreamsFile } from './declare-streams.js'
import { declareType } from './declare-types.js'
import { exportResource } from './export-resource.js'
import { GeneratedFile } from './generated-file.js'
import { importFunction } from './import-functions.js'
import { generateLentFile } from './lent-handles.js'
import { declareReturn } from './return-functions.js'

/**
 * AssemblyScript sources with the types of a world, its imports, and what its exports need: their texts by their paths,
 * which are relative to the folder of the bindings. The same world gives the same texts.
 */
export function generateBindings(world: World): ReadonlyMap<string, string> {
  const plan = new BindingsPlan(world)
  const files = new Map([[plan.worldFile.path, new GeneratedFile(plan, plan.worldFile)]])
  for (const scope of plan.allScopes) {
    const filePlan = plan.fileOf(scope)
    const file = files.get(filePlan.path) ?? new GeneratedFile(plan, filePlan)
    files.set(filePlan.path, file)
    declareScope(file, scope)
  }
  const texts = new Map([...files].map(([path, file]) => [`${path}.ts`, file.toText()]))
  const streams = generateStreamsFile(plan)
  if (streams !== undefined) texts.set(`${plan.streamsFile.path}.ts`, streams)
  const hasResources = world.imports.some(({ types }) => types.some(({ kind }) => kind === 'resource'))
  if (hasResources) texts.set('lent.ts', generateLentFile(plan))
  return texts
}

function declareScope(file: GeneratedFile, scope: Scope): void {
  if (scope.isInterface) file.writer.docs(scope.docs)
  for (const type of scope.types) {
    if (type.kind === 'type') declareType(file, type)
    else if (scope.direction === 'import') importResource(file, scope, type)
    else exportResource(file, scope, type)
  }
  if (scope.direction === 'import')
    for (const function_ of scope.functions)
      importFunction(file, scope, function_, `export function ${file.nameOf(function_)}`)
  else for (const function_ of functionsOf(scope)) if (function_.async) declareReturn(file, scope, function_)
}
