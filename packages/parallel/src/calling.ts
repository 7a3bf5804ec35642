import { GuestError, probeCapabilities } from '@weft/core'

type AnyFunction = (...parameters: never[]) => unknown

/** JavaScript Promise Integration, which TypeScript's library does not describe yet. */
interface PromiseIntegration {
  readonly Suspending: new (target: AnyFunction) => WebAssembly.ImportValue
  promising(target: AnyFunction): (...parameters: unknown[]) => Promise<unknown>
}

/** How host and guest call each other: plainly, or so that the guest can wait for a promise of the host. */
export interface Calling {
  readonly suspends: boolean
  /** A host function as the guest imports it. */
  importOf(target: AnyFunction): WebAssembly.ImportValue
  /** An export of the guest as the host calls it. */
  exportOf(target: AnyFunction): (...parameters: unknown[]) => Promise<unknown>
}

const plain: Calling = {
  suspends: false,
  importOf: (target) => target,
  exportOf:
    (target) =>
    async (...parameters) =>
      target(...(parameters as never[])),
}

/**
 * Plain calls, or with a `reason` to suspend calls that can. Throws `GuestError`, which names the function that would
 * block, where the engine cannot suspend WebAssembly.
 */
export function createCalling(reason: string | undefined, jspi = probeCapabilities().jspi): Calling {
  if (reason === undefined) return plain
  if (!jspi) {
    throw new GuestError(
      `parallel_exec and parallel_for would block (${reason}), and this engine cannot suspend WebAssembly: ` +
        'run on an engine with JSPI, or without that',
    )
  }
  const { Suspending, promising } = WebAssembly as unknown as PromiseIntegration
  return {
    suspends: true,
    importOf: (target) => new Suspending(target),
    exportOf: (target) => promising(target),
  }
}
