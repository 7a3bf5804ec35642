import {
  type CancellablePromise,
  cancelCall,
  createHostFunction,
  type FuncInst,
  type FuncType,
  type HostFunctionDefinition,
  type ResultType,
} from '@weft/abi'
import { type Discardable, discard } from './discard.js'
import { functionBehind } from './export-function.js'
import { findFunction } from './given-function.js'
import type { GuestHandle } from './guest-handle.js'
import { isThenable } from './host-future.js'
import type { HostState } from './host-state.js'
import type { HostCallable, ImportFunctionOptions } from './host-types.js'
import { thrownOutcome, toOutcome } from './results.js'
import type { StoreMapping } from './store-mapping.js'

/**
 * A function of the host as a component function: called unbound with its arguments, methods with the resource as
 * `this`. For a `result` it returns the value of ok, or `{ tag, val }`; what it throws is err if it has a `payload`
 * (or is no error), else a trap of the guest. Functions of the same store's components stay what they are.
 * @throws LinkError if the host gave no such function
 */
export function importFunction(mapping: StoreMapping, options: ImportFunctionOptions): FuncInst {
  const { ft, path, mayBlock = false } = options
  const given = findFunction(options)
  const behind = functionBehind(mapping, given.original)
  if (behind) return behind
  return createHostFunction({
    store: mapping.state.store,
    ft,
    name: path,
    ...withConventions(mapping, ft, given.call),
    mapping,
    may_block: mayBlock,
  })
}

type Conventions = Pick<HostFunctionDefinition, 'call' | 'settled' | 'failed'>

function withConventions(mapping: StoreMapping, ft: FuncType, call: HostCallable): Conventions {
  const { result } = ft
  const settled = result?.kind === 'result' ? (value: unknown) => toOutcome(result, value) : same
  const failed = result?.kind === 'result' ? thrown : rethrow
  const future = futureIn(result)
  const callNow: HostCallable = (...values) => {
    const borrows = mapping.state.takeBorrows()
    let value: unknown
    try {
      value = call(...values)
    } catch (error) {
      endBorrows(borrows)
      return failed(error)
    }
    if (future && isThenable(value)) value = mapping.lowerFuture(value, future.element)
    if (isThenable(value)) {
      const promise = withDisposal(mapping.state, value)
      return borrows.length === 0 ? promise : withBorrows(promise, borrows)
    }
    endBorrows(borrows)
    return settled(value)
  }
  return { call: callNow, settled, failed }
}

/** The future that a function returns, or that is its ok: a promise that it returns is this future. */
function futureIn(result: FuncType['result']): { readonly element?: FuncType['result'] } | undefined {
  const type = result?.kind === 'result' ? (result as ResultType).ok : result
  return type?.kind === 'future' ? type : undefined
}

/** A promise that can be disposed of is, when its call is cancelled: the call is over then. */
function withDisposal(state: HostState, promise: CancellablePromise & Discardable): CancellablePromise {
  if (promise[cancelCall] || !(promise[Symbol.asyncDispose] || promise[Symbol.dispose])) return promise
  return Object.assign(Promise.resolve(promise), {
    [cancelCall]: () => {
      state.guard(() => discard(promise))
      return true
    },
  })
}

/** A promise of a call that was lent something. */
function withBorrows(promise: CancellablePromise, borrows: readonly GuestHandle[]): CancellablePromise {
  const cancel = promise[cancelCall]
  const outcome = Promise.resolve(promise).finally(() => endBorrows(borrows))
  return Object.assign(outcome, {
    [cancelCall]: () => {
      const isOver = cancel === undefined || cancel.call(promise) === true
      if (isOver) endBorrows(borrows)
      return isOver
    },
  })
}

/** The call is over: what it was lent must not be used any more. */
function endBorrows(borrows: readonly GuestHandle[]): void {
  for (const handle of borrows) handle.endBorrow()
}

function same(value: unknown): unknown {
  return value
}

function thrown(error: unknown): unknown {
  return thrownOutcome(error) ?? rethrow(error)
}

function rethrow(error: unknown): never {
  throw error
}
