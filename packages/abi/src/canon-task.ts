import type { ComponentInstance } from './instance.js'
import type { CoreFunction, LiftOptions } from './options.js'
import { trapIf } from './trap.js'
import type { CoreValue, ValType } from './types.js'
import { sameType } from './values/same-type.js'

/** Specification: `canon task.return`. */
export function canon_task_return(
  inst: ComponentInstance,
  result_type: ValType | undefined,
  opts: LiftOptions,
): CoreFunction {
  return (...flat_args: CoreValue[]) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'task.return')
    const { task } = inst.store.current_thread!
    const { lift } = task
    trapIf(!lift.opts.async_, '`task.return` called by a synchronous function', 'task.return')
    trapIf(
      !sameResult(result_type, lift.ft.result) || !sameOptions(opts, lift.opts),
      'invalid `task.return` signature and/or options for current task',
      'task.return',
    )
    task.return_(flat_args)
  }
}

function sameResult(given: ValType | undefined, wanted: ValType | undefined): boolean {
  return given === wanted || (given !== undefined && wanted !== undefined && sameType(given, wanted))
}

/** `LiftOptions.equal` of the specification. */
function sameOptions(left: LiftOptions, right: LiftOptions): boolean {
  if (left.string_encoding !== right.string_encoding) return false
  return left.memory === right.memory || (left.memory?.is(right.memory) ?? false)
}

/** Specification: `canon task.cancel`. */
export function canon_task_cancel(inst: ComponentInstance): CoreFunction {
  return () => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'task.cancel')
    const { task } = inst.store.current_thread!
    trapIf(!task.opts.async_, '`task.cancel` called by a synchronous function', 'task.cancel')
    task.cancel()
  }
}
