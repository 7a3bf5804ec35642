import { ErrorContext } from './error-context.js'
import type { ComponentInstance } from './instance.js'
import type { CoreFunction, CoreSize, LiftLowerContext, LiftLowerOptions, LiftOptions } from './options.js'
import { trap, trapIf } from './trap.js'
import { load_string_from_range } from './values/load-string.js'
import { address, check_pointer, flat_range, store_range } from './values/pointers.js'
import { store_host_string } from './values/store-string.js'

/** Specification: `canon error-context.new`. The message is kept as it is. */
export function canon_error_context_new(inst: ComponentInstance, opts: LiftOptions): CoreFunction {
  const cx: LiftLowerContext = { opts, inst }
  const has_tag = opts.string_encoding === 'latin1+utf16'
  return (ptr: CoreSize, tagged_code_units: CoreSize) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'error-context.new')
    const message = load_string_from_range(cx, flat_range(ptr, tagged_code_units, has_tag))
    return inst.handles.add(new ErrorContext(message.toString()))
  }
}

/** Specification: `canon error-context.debug-message`. */
export function canon_error_context_debug_message(
  inst: ComponentInstance,
  opts: LiftLowerOptions,
): CoreFunction {
  const cx: LiftLowerContext = { opts, inst }
  return (i: number, ptr: CoreSize) => {
    const { debug_message } = get_error_context(inst, i, 'error-context.debug-message')
    const at = address(ptr)
    const { ptr_size } = opts.memory!
    check_pointer(cx, at, ptr_size, 2 * ptr_size, 'debug message pointer')
    store_range(cx, store_host_string(cx, debug_message), at)
  }
}

/** Specification: `canon error-context.drop`. */
export function canon_error_context_drop(inst: ComponentInstance): CoreFunction {
  return (i: number) => {
    get_error_context(inst, i, 'error-context.drop')
    inst.handles.remove(i)
  }
}

function get_error_context(inst: ComponentInstance, i: number, builtin: string): ErrorContext {
  trapIf(!inst.may_leave, 'cannot leave component instance', builtin)
  const errctx = inst.handles.get(i)
  return errctx instanceof ErrorContext ? errctx : trap('handle is not an error-context', builtin)
}
