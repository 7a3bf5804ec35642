/** What hosts give for later may want to know that nobody wants it any more. */
export type Discardable = Partial<AsyncDisposable & Disposable> & { readonly close?: () => unknown }

/** Tells the host that what it gave is not wanted any more, in the way that it can be told. */
export function discard(given: Discardable): unknown {
  if (given[Symbol.asyncDispose]) return given[Symbol.asyncDispose]?.()
  return given[Symbol.dispose] ? given[Symbol.dispose]?.() : given.close?.()
}
