import type { Scope, WitFunction } from '../wit/world.js'

/** The module that what a scope imports is imported from. */
export function moduleOf({ isInterface, name }: Scope): string {
  return isInterface ? name : '$root'
}

/** The name of an export's core function, before what says how it is lifted. */
export function exportNameOf(scope: Scope, externName: string): string {
  return scope.isInterface ? `${scope.name}#${externName}` : externName
}

/** Of a function that a core module imports to call `function_` asynchronously. */
export function asyncLowerName({ externName }: WitFunction): string {
  return `[async-lower]${externName}`
}
