import { run_in_instance, toTrapError } from '@weft/abi'
import { LimitError, ValidationError } from '@weft/core'
import type { CoreModule } from './core-module.js'
import type { CoreExports } from './elements.js'
import type { CoreImports } from './machine.js'
import type { Scope } from './scope.js'

/**
 * Instantiates a core module inside a component instance, whose start function cannot block. Throws `TrapError` if
 * it traps, `ValidationError` if its imports have other types, `LimitError` if the engine has no memory for it.
 */
export function instantiateModule(scope: Scope, { module }: CoreModule, imports: CoreImports): CoreExports {
  let exports: CoreExports = {}
  const instance = scope.instance!
  try {
    run_in_instance(instance, () => {
      exports = new WebAssembly.Instance(module!, imports as WebAssembly.Imports).exports
    })
  } catch (error) {
    throw isLinkage(error)
      ? new ValidationError(`core module: ${error.message}`, scope.offset)
      : isOutOfMemory(error)
        ? new LimitError(error.message)
        : toTrapError(error, { componentPath: instance.path })
  }
  return exports
}

/** Engines throw a `TypeError` where an import is of no WebAssembly kind at all. */
function isLinkage(error: unknown): error is Error {
  if (error instanceof WebAssembly.LinkError) return true
  return error instanceof TypeError && error.message.startsWith('WebAssembly.Instance')
}

function isOutOfMemory(error: unknown): error is RangeError {
  return error instanceof RangeError && /memory/i.test(error.message) && !/call stack/i.test(error.message)
}
