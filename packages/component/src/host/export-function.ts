import { contains_borrow, type FuncInst, type FuncType, invoke } from '@weft/abi'
import { CallMapping } from './call-mapping.js'
import type { HostCallable } from './host-types.js'
import { unwrap } from './results.js'
import type { StoreMapping } from './store-mapping.js'

const exported = /* @__PURE__ */ new WeakMap<
  object,
  { readonly mapping: StoreMapping; readonly func: FuncInst }
>()

/** The component function behind what `exportFunction` gave, if it is one of this mapping. */
export function functionBehind(mapping: StoreMapping, value: unknown): FuncInst | undefined {
  const known = typeof value === 'function' ? exported.get(value) : undefined
  return known?.mapping === mapping ? known.func : undefined
}

/**
 * A component function as JavaScript calls it: gives a promise if its type is `async`, throws the err of a `result`
 * as a `ComponentError` and returns the value of ok. Throws a `TrapError` if the component traps, `TypeError` or
 * `RangeError` for arguments of another type.
 */
export function exportFunction(mapping: StoreMapping, func: FuncInst): HostCallable {
  const call = callOf(mapping, func)
  const callable: HostCallable = (...values) => call(values)
  exported.set(callable, { mapping, func })
  return callable
}

/** Calls a component function; `signal` asks it to cancel. */
export type CallFunction = (values: readonly unknown[], signal?: AbortSignal) => unknown

/** As `exportFunction`, for calls that can be cancelled. */
export function callOf(mapping: StoreMapping, func: FuncInst): CallFunction {
  return needsCallMapping(func.ft) ? callWithMapping(mapping, func) : callPlainly(mapping, func)
}

function callPlainly(mapping: StoreMapping, func: FuncInst): CallFunction {
  const { store } = mapping.state
  if (func.ft.result?.kind !== 'result')
    return (values, signal) => invoke(store, func, values, mapping, signal)
  return (values, signal) => {
    const outcome = invoke(store, func, values, mapping, signal)
    return outcome instanceof Promise ? outcome.then(unwrap) : unwrap(outcome)
  }
}

function callWithMapping({ state }: StoreMapping, func: FuncInst): CallFunction {
  const keepFutures = keepsFuture(func.ft)
  const finish = func.ft.result?.kind === 'result' ? unwrap : same
  return (values, signal) => {
    const mapping = new CallMapping(state, keepFutures)
    let outcome: unknown
    try {
      outcome = invoke(state.store, func, values, mapping, signal)
    } catch (error) {
      mapping.end()
      throw error
    }
    if (outcome instanceof Promise) return outcome.finally(() => mapping.end()).then(finish)
    mapping.end()
    return finish(outcome)
  }
}

/** Whether handles are lent to the call, or the promise of the call would call `then` of the future that it is for. */
function needsCallMapping(ft: FuncType): boolean {
  return keepsFuture(ft) || ft.params.some(({ type }) => contains_borrow(type))
}

function keepsFuture({ async, result }: FuncType): boolean {
  return async && (result?.kind === 'result' ? result.ok : result)?.kind === 'future'
}

function same(value: unknown): unknown {
  return value
}
