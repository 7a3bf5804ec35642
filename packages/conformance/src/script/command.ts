import type { Value } from '../values.js'
import type { Expectation } from './expectation.js'

export type ModuleSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }

export interface ModuleDefinition {
  readonly name: string | undefined
  readonly source: ModuleSource
}

/** What an action passes that is no number: a reference, as it is written. */
interface OtherArgument {
  readonly type: 'reference'
  readonly text: string
}

export type Argument = Value | OtherArgument

/** `(invoke …)` or `(get …)`. */
export interface Action {
  readonly kind: 'invoke' | 'get'
  /** The instance, the latest one where left out. */
  readonly instance: string | undefined
  readonly field: string
  readonly arguments: readonly Argument[]
}

/** Where a command stands, and how it is written, on one line. */
export interface Written {
  readonly line: number
  readonly text: string
}

export type Command = Written &
  (
    | { readonly kind: 'module'; readonly definition: ModuleDefinition; readonly instantiated: boolean }
    | { readonly kind: 'instance'; readonly name: string | undefined; readonly of: string | undefined }
    | { readonly kind: 'register'; readonly as: string; readonly instance: string | undefined }
    | { readonly kind: 'action'; readonly action: Action }
    | {
        readonly kind: 'assert_return'
        readonly action: Action
        readonly expected: readonly Expectation[]
        /** How they are written. */
        readonly expectedText: string
      }
    | {
        readonly kind: 'assert_trap'
        readonly action: Action | ModuleDefinition
        readonly message: string
      }
    | { readonly kind: 'assert_exhaustion' | 'assert_exception'; readonly action: Action }
    /** An assertion about another part of an engine than execution. */
    | { readonly kind: 'other-assertion'; readonly about: 'validation' | 'linking' }
    /** A command that is not understood. */
    | { readonly kind: 'unknown'; readonly reason: string; readonly assertion: boolean }
  )
