type AnyFunction = (...parameters: never[]) => unknown

/** JavaScript Promise Integration, which TypeScript's library does not describe yet. */
interface PromiseIntegration {
  readonly Suspending: new (target: AnyFunction) => WebAssembly.ImportValue
  promising(target: AnyFunction): (...parameters: unknown[]) => Promise<unknown>
}

/** How host and guest call each other on one thread: plainly, or so that the guest can wait for a promise of the host. */
export interface Calling {
  /** A host function as the guest imports it. */
  importOf(target: AnyFunction): WebAssembly.ImportValue
  /** An export of the guest as the host calls it. */
  exportOf(target: AnyFunction): (...parameters: unknown[]) => Promise<unknown>
}

export const plainCalling: Calling = {
  importOf: (target) => target,
  exportOf:
    (target) =>
    async (...parameters) =>
      target(...(parameters as never[])),
}

/** For an engine with JSPI. */
export const suspendingCalling: Calling = {
  importOf: (target) => new (WebAssembly as unknown as PromiseIntegration).Suspending(target),
  exportOf: (target) => (WebAssembly as unknown as PromiseIntegration).promising(target),
}
