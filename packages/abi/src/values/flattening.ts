import type { CanonicalOptions } from '../options.js'
import type { CoreFuncType, CoreValType, FuncType, ValType } from '../types.js'
import { despecialize, tuple_type } from './despecialize.js'
import { MAX_FLAT_ASYNC_PARAMS, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from './flatten.js'
import { layout, type PtrType } from './fundamental-type.js'

/** What the flattening of a function depends on. */
export type FlattenOptions = Pick<CanonicalOptions, 'memory' | 'async_' | 'callback'>

const params = new WeakMap<FuncType, readonly ValType[]>()
const results = new WeakMap<FuncType, readonly ValType[]>()

/** `FuncType.param_types` of the specification: always the same array for one function type. */
export function param_types(ft: FuncType): readonly ValType[] {
  return kept(params, ft, () => ft.params.map(({ type }) => type))
}

/** `FuncType.result_type` of the specification: no type or one, always the same array for one function type. */
export function result_type(ft: FuncType): readonly ValType[] {
  return kept(results, ft, () => (ft.result === undefined ? [] : [ft.result]))
}

function kept(
  cache: WeakMap<FuncType, readonly ValType[]>,
  ft: FuncType,
  make: () => readonly ValType[],
): readonly ValType[] {
  const types = cache.get(ft) ?? make()
  cache.set(ft, types)
  return types
}

/** The core type of a lifted or lowered function. Specification: Flattening. */
export function flatten_functype(
  opts: FlattenOptions,
  ft: FuncType,
  context: 'lift' | 'lower',
): CoreFuncType {
  const ptr_type = opts.memory?.addrtype ?? 'i32'
  const max_params = opts.async_ && context === 'lower' ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS
  const all_params = flatten_types(param_types(ft), ptr_type)
  const all_results = flatten_types(result_type(ft), ptr_type)
  const flat_params = all_params.length > max_params ? [ptr_type] : all_params
  if (context === 'lift') {
    if (opts.async_) return { params: flat_params, results: opts.callback ? ['i32'] : [] }
    return { params: flat_params, results: all_results.length > MAX_FLAT_RESULTS ? [ptr_type] : all_results }
  }
  const through_memory = all_results.length > (opts.async_ ? 0 : MAX_FLAT_RESULTS)
  return {
    params: through_memory ? [...flat_params, ptr_type] : flat_params,
    results: opts.async_ ? ['i32'] : through_memory ? [] : all_results,
  }
}

/** Of more than `MAX_FLAT_PARAMS` core types only one more than that. */
export function flatten_types(ts: readonly ValType[], ptr_type: PtrType): readonly CoreValType[] {
  return layout(tuple_type(ts), ptr_type).flat
}

/** Of more than `MAX_FLAT_PARAMS` core types only one more than that. */
export function flatten_type(t: ValType, ptr_type: PtrType): readonly CoreValType[] {
  return layout(despecialize(t), ptr_type).flat
}
