import type { Component } from '../component.js'

/** What an import is satisfied by. */
export type ImportSource =
  /** An export of another instance. Default of `export`: the one of the import's name, of a compatible version. */
  | { readonly instance: string; readonly export?: string | undefined }
  /** An import of the composition itself. */
  | { readonly import: string }

/** An export of an instance. Default of `export`: the one of the name under which the composition exports it. */
export interface ExportSource {
  readonly instance: string
  readonly export?: string | undefined
}

export interface GraphInstance {
  /** As `compile` makes it. The same component may stand in several places: each is an instance of its own. */
  readonly component: Component
  /** By the component's names, of a compatible version or without one. What is not here, the composition imports. */
  readonly imports?: Readonly<Record<string, ImportSource>> | undefined
}

/** Instances of components, who imports from whom, and what the whole exports, as plain data. */
export interface CompositionGraph {
  /** By names, which stand in pictures and error messages. */
  readonly instances: Readonly<Record<string, GraphInstance>>
  /** Exports of the composition by name, or the name of an instance: all that this one exports. */
  readonly exports: string | Readonly<Record<string, ExportSource>>
}
