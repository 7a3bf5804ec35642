import type { ValueType } from '../module.js'
import type { ComponentValueType } from './component-types.js'

export type StringEncoding = 'utf8' | 'utf16' | 'latin1+utf16'

/** Binary.md, `canonopt`. `memory` is a core memory index, the other indices are core functions. */
export type CanonOption =
  | { readonly kind: 'string-encoding'; readonly encoding: StringEncoding }
  | { readonly kind: 'memory' | 'realloc' | 'post-return' | 'callback'; readonly index: number }
  | { readonly kind: 'async' }

/** As they are written: duplicates and conflicts are found by validation, not by the decoder. */
type Options = { readonly options: readonly CanonOption[] }
/** A type index. */
type Type = { readonly type: number }
type Async = { readonly async: boolean }
/** Of the specification's releases before September 2026. */
type Cancellable = { readonly cancellable: boolean }

type BuiltinsWith<Name extends string, Immediates> = Name extends string
  ? { readonly name: Name } & Readonly<Immediates>
  : never

/** Canonical definitions by their names in the specification: Binary.md, `canon`, without shared-everything threads. */
export type Canon =
  /** `func` is a core function index, `type` that of a function type. */
  | BuiltinsWith<'lift', { func: number; type: number } & Options>
  | BuiltinsWith<'lower', { func: number } & Options>
  | BuiltinsWith<'resource.new' | 'resource.drop' | 'resource.rep', Type>
  | BuiltinsWith<'task.return', { result?: ComponentValueType | undefined } & Options>
  | BuiltinsWith<'context.get' | 'context.set', { type: ValueType; slot: number }>
  | BuiltinsWith<'subtask.cancel', Async>
  | BuiltinsWith<'stream.new' | 'stream.drop-readable' | 'stream.drop-writable', Type>
  | BuiltinsWith<'future.new' | 'future.drop-readable' | 'future.drop-writable', Type>
  | BuiltinsWith<'stream.read' | 'stream.write' | 'future.read' | 'future.write', Type & Options>
  | BuiltinsWith<'stream.cancel-read' | 'stream.cancel-write', Type & Async>
  | BuiltinsWith<'future.cancel-read' | 'future.cancel-write', Type & Async>
  | BuiltinsWith<'error-context.new' | 'error-context.debug-message', Options>
  | BuiltinsWith<'waitable-set.wait' | 'waitable-set.poll', Cancellable & { memory: number }>
  | BuiltinsWith<YieldingBuiltin, Cancellable>
  /** `type` is a core type index, `table` a core table index. */
  | BuiltinsWith<'thread.new-indirect', Type & { table: number }>
  | BuiltinsWith<BareBuiltin, unknown>

type YieldingBuiltin =
  | 'thread.yield'
  | 'thread.suspend'
  | 'thread.suspend-then-resume'
  | 'thread.yield-then-resume'
  | 'thread.suspend-then-promote'
  | 'thread.yield-then-promote'

/** Built-ins without immediates. */
type BareBuiltin =
  | 'task.cancel'
  | 'backpressure.inc'
  | 'backpressure.dec'
  | 'subtask.drop'
  | 'error-context.drop'
  | 'waitable-set.new'
  | 'waitable-set.drop'
  | 'waitable.join'
  | 'thread.index'
  | 'thread.resume-later'

export type CanonName = Canon['name']
