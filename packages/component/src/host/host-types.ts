import type { FuncInst, FuncType, HostMapping, ResourceType, ValType } from '@weft/abi'

/** A class as hosts give it for a resource; `Request.new`-like factories may replace a public constructor. */
export type ResourceClass = abstract new (...values: never[]) => object

/** A JavaScript function of unknown type. */
export type HostCallable = (...values: unknown[]) => unknown

/** What a host says once for all components of a store. */
export interface HostOptions {
  /**
   * Told of errors that no call can carry: a source that fails while a guest reads from it (the guest sees the end of
   * the stream), a destructor that fails after a drop. Default: reported as an uncaught error (`reportError`).
   */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Handles, streams and futures of one store as JavaScript sees them. Made by `createHostMapping(store, options?)`. */
export interface JsMapping extends HostMapping {
  /** The resource type of a class, the same for the same class; a class of a guest's resource gives that resource. */
  resourceOf(resourceClass: ResourceClass, name: string): ResourceType
  /** The class that JavaScript sees for a resource type: the host's own one, or a generated one. */
  classOf(rt: ResourceType): ResourceClass
}

/** An import that is a function. Made by `importFunction(mapping, options)`, which throws a `LinkError` if it is missing. */
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

/** An export that is an instance, or all exports of a component. Made into an object by `exportObject(mapping, items)`. */
export interface ExportItems {
  /** By name in the component; methods, statics and constructors become members of classes. */
  readonly functions: ReadonlyMap<string, FuncInst>
  readonly resources: ReadonlyMap<string, ResourceType>
}

/** The functions of `host/`, by module: what `link/` calls. */
export interface HostFunctions {
  /** create-host-mapping.ts */
  createHostMapping(store: unknown, options?: HostOptions): JsMapping
  /** import-function.ts; an exported function of a component of the same store comes back as what it is. */
  importFunction(mapping: JsMapping, options: ImportFunctionOptions): FuncInst
  /** import-resource.ts: `container[PascalCase(name)]`, a class; throws a `LinkError`. */
  importResource(mapping: JsMapping, container: unknown, name: string, path: string): ResourceType
  /** export-function.ts: throws err of a top-level result as `ComponentError`; a promise if the type is async. */
  exportFunction(mapping: JsMapping, func: FuncInst): HostCallable
  /** export-object.ts: camelCase functions, PascalCase classes; frozen. */
  exportObject(mapping: JsMapping, items: ExportItems): Record<string, unknown>
  /** export-function.ts: the component function behind what `exportFunction` gave, if it is one of this mapping. */
  functionBehind(mapping: JsMapping, value: unknown): FuncInst | undefined
}

export type ElementType = ValType | undefined
