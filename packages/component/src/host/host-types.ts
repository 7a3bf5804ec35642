import type { FuncInst, FuncType, ResourceType } from '@weft/abi'

/** Handles, streams and futures of one store as JavaScript sees them. */

/** A class as hosts give it for a resource; `Request.new`-like factories may replace a public constructor. */
export type ResourceClass = abstract new (...values: never[]) => object

/** A JavaScript function of unknown type. */
export type HostCallable = (...values: unknown[]) => unknown

/** What a host says once for all components of a store. */
export interface HostOptions {
  /**
   * Told of errors that no call can carry: a source that fails while a guest reads from it (the guest sees the end of
   * the stream), a `[Symbol.dispose]` that fails. Default: `console.warn`.
   */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** An import that is a function. */
export interface ImportFunctionOptions {
  readonly ft: FuncType
  /** The object that the host gave for the interface or, for functions at the top, for all imports. */
  readonly container: unknown
  /** Name in the component: `get-it`, `[method]fields.get`, `[static]request.new`, `[constructor]fields`. */
  readonly name: string
  /** For messages: from the component's import down to here, such as `wasi:http/types@0.3.0#[method]fields.get`. */
  readonly path: string
  /** Lets a function of a synchronous type return a promise: the guest's stack is suspended until it settles. */
  readonly mayBlock?: boolean | undefined
}

/** An export that is an instance, or all exports of a component. */
export interface ExportItems {
  /** By name in the component; methods, statics and constructors become members of classes. */
  readonly functions: ReadonlyMap<string, FuncInst>
  readonly resources: ReadonlyMap<string, ResourceType>
}
