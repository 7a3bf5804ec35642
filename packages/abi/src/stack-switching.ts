import type { CoreFunction } from './options.js'
import type { Store } from './store.js'
import { WAIT } from './thread.js'
import type { CoreFuncType, CoreValType, CoreValue } from './types.js'

/** What JavaScript Promise Integration adds to the `WebAssembly` object. */
export interface JspiNamespace {
  promising(callee: CoreFunction): (...values: CoreValue[]) => Promise<unknown>
  // The result is a function to import; it cannot be called.
  Suspending: new (
    callee: () => Promise<void>,
  ) => CoreFunction
}

/** The engine's stack switching; undefined where there is none. */
export function findStackSwitching(): JspiNamespace | undefined {
  const namespace = WebAssembly as unknown as Partial<JspiNamespace>
  return namespace.promising && namespace.Suspending ? (namespace as JspiNamespace) : undefined
}

/**
 * A core function of the given type around an operation that may have to wait (it returns `WAIT` then). The wrapper
 * is WebAssembly: it calls the operation as a plain import and only if that must wait the suspending one, since a
 * suspending import costs 100 ns where a plain one costs 6, and traps outside a promising export even if it does not suspend.
 */
export function blocking(store: Store, type: CoreFuncType, operation: CoreFunction): CoreFunction {
  const { suspend } = store.stacks
  if (suspend === undefined) return operation
  let result: unknown
  const { exports } = new WebAssembly.Instance(waitingModule(type), {
    '': {
      try: (...values: CoreValue[]) => {
        const outcome: unknown = operation(...values)
        if (outcome !== WAIT) {
          result = outcome
          return 0
        }
        store.stacks.pause()
        return 1
      },
      suspend,
      again: () => {
        result = store.stacks.go_on()
      },
      results: () => result,
    },
  })
  return exports.run as CoreFunction
}

/** A core function to be run on a stack of its own: resolves when it has ended, after `done` was called with its results. */
export type StackEntry = (...values: CoreValue[]) => Promise<unknown>

/**
 * Prepares a core function for a stack of its own. Throws a `WebAssembly.LinkError` if it is a WebAssembly function of
 * another type.
 */
export function stackEntry(store: Store, type: CoreFuncType, callee: CoreFunction): StackEntry {
  const done = (...results: CoreValue[]) => store.stacks.end(results)
  const { exports } = new WebAssembly.Instance(endingModule(type), { '': { callee, done } })
  return store.stacks.engine!.promising(exports.run as CoreFunction)
}

const valueCodes: Record<CoreValType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c }
const modules = new Map<string, WebAssembly.Module>()
const none: CoreFuncType = { params: [], results: [] }

const call = (index: number) => [0x10, index]
const localGets = (count: number) => Array.from({ length: count }, (_, index) => [0x20, index]).flat()

/** `run` tries, and if that has to wait, suspends; either way it returns what `results` returns. */
function waitingModule(type: CoreFuncType): WebAssembly.Module {
  const { params, results } = type
  return cached('wait', type, () =>
    assemble(
      [
        ['try', { params, results: ['i32'] }],
        ['suspend', none],
        ['again', none],
        ['results', { params: [], results }],
      ],
      type,
      [...localGets(params.length), ...call(0), 0x04, 0x40, ...call(1), ...call(2), 0x0b, ...call(3), 0x0b],
    ),
  )
}

/** `run` calls `callee` and hands its results to `done`, so that its end is known at once and not a microtask later. */
function endingModule(type: CoreFuncType): WebAssembly.Module {
  const { params, results } = type
  return cached('end', type, () =>
    assemble(
      [
        ['callee', type],
        ['done', { params: results, results: [] }],
      ],
      { params, results: [] },
      [...localGets(params.length), ...call(0), ...call(1), 0x0b],
    ),
  )
}

function cached(kind: string, type: CoreFuncType, make: () => WebAssembly.Module): WebAssembly.Module {
  const key = `${kind} ${type.params} ${type.results}`
  let module = modules.get(key)
  if (module === undefined) {
    module = make()
    modules.set(key, module)
  }
  return module
}

/** A module with the given function imports (module name empty) and one function, exported as `run`. */
function assemble(imports: [string, CoreFuncType][], type: CoreFuncType, code: number[]): WebAssembly.Module {
  const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content]
  const types = [...imports.map(([, each]) => each), type]
  return new WebAssembly.Module(
    // `Uint8Array.from` would make an object for each byte.
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [types.length, ...types.flatMap(encodeType)]),
      ...section(2, [
        imports.length,
        ...imports.flatMap(([name], index) => [0, ...encodeName(name), 0, index]),
      ]),
      ...section(3, [1, imports.length]),
      ...section(7, [1, ...encodeName('run'), 0, imports.length]),
      ...section(10, [1, ...leb(code.length + 1), 0, ...code]),
    ]),
  )
}

function encodeType({ params, results }: CoreFuncType): number[] {
  const list = (types: readonly CoreValType[]) => [types.length, ...types.map((type) => valueCodes[type])]
  return [0x60, ...list(params), ...list(results)]
}

function encodeName(name: string): number[] {
  return [name.length, ...Array.from(name, (character) => character.charCodeAt(0))]
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >>> 7]
}
