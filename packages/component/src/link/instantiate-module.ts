import { run_in_instance, toTrapError } from '@weft/abi'
import { LimitError, ValidationError } from '@weft/core'
import type { CoreModule } from './core-module.js'
import type { CoreExports } from './elements.js'
import { readAbort } from './guest-abort.js'
import type { CoreImports } from './machine.js'
import type { Scope } from './scope.js'

/**
 * Instantiates a core module inside a component instance, whose start function cannot block. Throws `TrapError` if
 * it traps, `ValidationError` if its imports have other types, `LimitError` if the engine has no memory for it or
 * refuses one of its size on this thread.
 */
export function instantiateModule(scope: Scope, { module }: CoreModule, imports: CoreImports): CoreExports {
  const instance = scope.instance!
  let exports: CoreExports = {}
  let refused: Error | undefined
  try {
    run_in_instance(instance, () => {
      try {
        exports = new WebAssembly.Instance(module!, imports as WebAssembly.Imports).exports
      } catch (error) {
        refused = refusal(error, scope.offset)
        throw error
      }
    })
  } catch (error) {
    throw refused ?? toTrapError(error, { inst: instance })
  }
  if ('weft:abort' in exports) {
    const others = instance.guest_abort
    instance.guest_abort = () => readAbort(exports) ?? others?.()
  }
  return exports
}

/** Why the engine made no instance; undefined if the module's start trapped. */
function refusal(error: unknown, offset: number | undefined): Error | undefined {
  if (isLinkage(error)) return new ValidationError(`core module: ${error.message}`, offset)
  return isTooLarge(error) ? new LimitError(error.message) : undefined
}

/** Engines throw a `TypeError` where an import is of no WebAssembly kind at all. */
function isLinkage(error: unknown): error is Error {
  if (error instanceof WebAssembly.LinkError) return true
  return error instanceof TypeError && error.message.startsWith('WebAssembly.Instance')
}

/** No memory, or, in Chromium, more than 8 MB on the main thread. */
function isTooLarge(error: unknown): error is RangeError {
  return error instanceof RangeError && /memory|main thread/i.test(error.message)
}
