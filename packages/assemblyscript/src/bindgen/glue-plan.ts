import type { Resource, Scope, WitFunction } from '../wit/world.js'

/**
 * How an author wrote an exported function. `sync` is for functions that WIT does not call async, the others for those
 * that it does. `blocking` returns its result at its end; `blocking-early` may return it before.
 */
export type ExportStyle = 'sync' | 'async' | 'blocking' | 'blocking-early' | 'task'

/** One exported function, and what the author has for it. */
export interface GlueFunction {
  readonly scope: Scope
  /** Of methods, static functions and constructors. */
  readonly resource?: Resource | undefined
  readonly function: WitFunction
  readonly style: ExportStyle
  /**
   * The identifier to call, exactly as it is to be written: of a function, or in style `task` of a class. For methods and
   * static functions in other styles it is the name of the member; for constructors it is not looked at.
   */
  readonly local: string
  /** True if the author's function calls `returnX` itself: then what it returns is not looked at. */
  readonly returnsItself?: boolean | undefined
}

/** The class that implements an exported resource. */
export interface GlueResource {
  readonly resource: Resource
  /** The identifier of the class in the glue. */
  readonly className: string
  /** True if the class has a method `dispose(): void`. */
  readonly hasDispose: boolean
}

/** What the author's sources have for the exports of a world. */
export interface GluePlan {
  readonly functions: readonly GlueFunction[]
  readonly resources: readonly GlueResource[]
  /** Import statements that bring the author's functions and classes. */
  readonly imports: readonly string[]
  /** The folder of the bindings, seen from the glue, like `./bindings`. */
  readonly bindings: string
}
