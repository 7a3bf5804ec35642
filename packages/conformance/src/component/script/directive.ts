import type { ModuleDefinition, Written } from '../../script/command.js'
import type { ComponentValue } from '../values/component-value.js'

/** `(invoke $instance? "function" argument*)`. */
export interface Invocation {
  /** The latest instance where left out. */
  readonly instance: string | undefined
  readonly function: string
  readonly arguments: readonly ComponentValue[]
}

/** What an assertion is about: a call, or a component that is instantiated. */
export type Subject =
  | { readonly kind: 'invoke'; readonly invocation: Invocation }
  | { readonly kind: 'component'; readonly definition: ModuleDefinition }

/** One directive of a test script of components. */
export type Directive = Written &
  (
    | { readonly kind: 'component'; readonly definition: ModuleDefinition; readonly instantiated: boolean }
    | { readonly kind: 'instance'; readonly name: string | undefined; readonly of: string | undefined }
    | { readonly kind: 'register'; readonly as: string; readonly instance: string | undefined }
    | { readonly kind: 'invoke'; readonly invocation: Invocation }
    | {
        readonly kind: 'assert_return'
        readonly invocation: Invocation
        readonly expected: readonly ComponentValue[]
        /** How they are written. */
        readonly expectedText: string
      }
    | {
        readonly kind: 'assert_trap' | 'assert_exhaustion'
        readonly subject: Subject
        readonly message: string
      }
    | { readonly kind: 'assert_exception'; readonly subject: Subject }
    | {
        readonly kind: 'assert_invalid' | 'assert_malformed'
        readonly definition: ModuleDefinition
        readonly message: string
      }
    | {
        readonly kind: 'assert_unlinkable'
        readonly definition: ModuleDefinition
        readonly message: string
      }
    /** A core module becomes the latest instance. */
    | { readonly kind: 'core-module' }
    /** Not run, for a reason that lies in the script. */
    | { readonly kind: 'skipped'; readonly reason: string }
    /** Not understood. */
    | { readonly kind: 'unreadable'; readonly message: string }
  )
