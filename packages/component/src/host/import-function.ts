import {
  type CancellablePromise,
  camelCase,
  cancelCall,
  createHostFunction,
  type FuncInst,
  type FuncType,
  type HostFunctionDefinition,
  type ResultType,
} from '@weft/abi'
import { LinkError } from '@weft/core'
import { functionBehind } from './export-function.js'
import type { GuestHandle } from './guest-handle.js'
import { isThenable } from './host-future.js'
import type { HostCallable, ImportFunctionOptions, ResourceClass } from './host-types.js'
import { parseFunctionName, pascalCase } from './names.js'
import { thrownOutcome, toOutcome } from './results.js'
import type { StoreMapping } from './store-mapping.js'
import { describe } from './wrong-value.js'

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

interface GivenFunction {
  readonly call: HostCallable
  /** What the host gave, where that is called as it is. */
  readonly original?: unknown
}

function findFunction({ container, name, path }: ImportFunctionOptions): GivenFunction {
  const { kind, label, resource } = parseFunctionName(name)
  if (kind === 'function') {
    const call = member(container, camelCase(label), path)
    return { call, original: call }
  }
  const resourceClass = findClass(container, resource, path)
  if (kind === 'constructor') return { call: (...values) => Reflect.construct(resourceClass, values) }
  const key = camelCase(label)
  if (kind === 'method') {
    member(resourceClass.prototype, key, path)
    return { call: (self, ...values) => (self as Record<string, HostCallable>)[key]!(...values) }
  }
  const statics = resourceClass as unknown as Record<string, HostCallable>
  member(statics, key, path)
  return { call: (...values) => statics[key]!(...values) }
}

function member(container: unknown, key: string, path: string): HostCallable {
  const value = (container as Record<string, unknown> | null | undefined)?.[key]
  if (typeof value !== 'function') throw new LinkError(path, `a function ${key}`, describe(value))
  return value as HostCallable
}

/** What the host's imports have for a resource: its class, named in Pascal case, or else what has the name itself. */
export function classOrOther(container: unknown, name: string): unknown {
  const members = container as Record<string, unknown> | null | undefined
  return members?.[pascalCase(name)] ?? members?.[camelCase(name)]
}

/** The class for a resource among the host's imports. */
export function findClass(
  container: unknown,
  name: string,
  path: string,
): ResourceClass & (new () => object) {
  const key = pascalCase(name)
  const value = (container as Record<string, unknown> | null | undefined)?.[key]
  const isClass = typeof value === 'function' && typeof value.prototype === 'object'
  if (!isClass) throw new LinkError(path, `a class ${key}`, describe(classOrOther(container, name)))
  return value as unknown as new () => object
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
    if (isThenable(value)) return borrows.length === 0 ? value : withBorrows(value, borrows)
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
