export type { Buffer, GuestRange, ReadableBuffer, WritableBuffer } from './buffer.js'
export { ReadableBufferHostImpl, WritableArrayHostImpl, WritableValuesHostImpl } from './buffer-host.js'
export type { Call, Caller, FuncInst } from './call.js'
export { canon_backpressure_dec, canon_backpressure_inc } from './canon-backpressure.js'
export { type ContextIndex, canon_context_get, canon_context_set } from './canon-context.js'
export {
  canon_error_context_debug_message,
  canon_error_context_drop,
  canon_error_context_new,
} from './canon-error-context.js'
export {
  canon_future_cancel_read,
  canon_future_cancel_write,
  canon_future_drop_readable,
  canon_future_drop_writable,
  canon_future_new,
  canon_future_read,
  canon_future_write,
} from './canon-future.js'
export { canon_resource_drop, canon_resource_new, canon_resource_rep } from './canon-resource.js'
export {
  canon_stream_cancel_read,
  canon_stream_cancel_write,
  canon_stream_drop_readable,
  canon_stream_drop_writable,
  canon_stream_new,
  canon_stream_read,
  canon_stream_write,
} from './canon-stream.js'
export { BLOCKED, canon_subtask_cancel, canon_subtask_drop } from './canon-subtask.js'
export { canon_task_cancel, canon_task_return } from './canon-task.js'
export {
  canon_thread_index,
  canon_thread_new_indirect,
  canon_thread_resume_later,
  canon_thread_suspend,
  canon_thread_suspend_then_promote,
  canon_thread_suspend_then_resume,
  canon_thread_yield,
  canon_thread_yield_then_promote,
  canon_thread_yield_then_resume,
} from './canon-thread.js'
export {
  canon_waitable_join,
  canon_waitable_set_drop,
  canon_waitable_set_new,
  canon_waitable_set_poll,
  canon_waitable_set_wait,
} from './canon-waitable.js'
export { ErrorContext } from './error-context.js'
export { ReadableFutureEnd, SharedFutureImpl, WritableFutureEnd } from './future.js'
export { invoke } from './host-call.js'
export {
  type CancellablePromise,
  cancelCall,
  createHostFunction,
  type HostFunctionDefinition,
} from './host-function.js'
export type { HostMapping } from './host-mapping.js'
export { ComponentInstance } from './instance.js'
export { call_destructor, createLift, type LiftDefinition, run_in_instance } from './lift.js'
export { type AbiLimits, defaultAbiLimits } from './limits.js'
export { createLower, type LowerDefinition } from './lower.js'
export { GuestMemory } from './memory.js'
export type { ObservedKind, Observer } from './observer.js'
export type {
  CanonicalOptions,
  CoreFunction,
  CoreSize,
  LiftLowerContext,
  LiftLowerOptions,
  LiftOptions,
  Realloc,
  StringEncoding,
} from './options.js'
export { ResourceHandle, ResourceType } from './resource.js'
export { fifoScheduler, type Scheduler, seededScheduler } from './scheduler.js'
export {
  type CopyListener,
  CopyResult,
  type ReadableFuture,
  type ReadableStream,
  type Reclaimable,
  type SharedBase,
  type WritableFuture,
  type WritableStream,
} from './shared.js'
export { blocking } from './stack-switching.js'
export { type HostOperation, Store, type StoreOptions } from './store.js'
export { ReadableStreamEnd, SharedStreamImpl, WritableStreamEnd } from './stream.js'
export { Table } from './table.js'
export { type TrapPlace, toTrapError } from './trapping.js'
export type {
  AsyncValueType,
  CoreFuncType,
  CoreValType,
  CoreValue,
  FuncType,
  HandleType,
  LabeledType,
  PrimitiveKind,
  PrimitiveType,
  ResultType,
  ValType,
} from './types.js'
export { uncatchable } from './uncatchable.js'
export { alignment, elem_size } from './values/alignment.js'
export { contains_async_value, contains_borrow } from './values/contains.js'
export { camelCase, despecialize } from './values/despecialize.js'
export { CoreValueIter } from './values/flat-lifting.js'
export { MAX_FLAT_ASYNC_PARAMS, MAX_FLAT_PARAMS, MAX_FLAT_RESULTS } from './values/flatten.js'
export {
  type FlattenOptions,
  flatten_functype,
  flatten_type,
  flatten_types,
  param_types,
  result_type,
} from './values/flattening.js'
export { type Numbers, numbersOf } from './values/host-values.js'
export { lift_flat_values, lower_flat_values } from './values/lift-lower-values.js'
export { load } from './values/loading.js'
export { type Conversion, type PassPlan, passPlan } from './values/pass-plan.js'
export { sameType } from './values/same-type.js'
export { store } from './values/storing.js'
export { transfer } from './values/transfer.js'
export { EventCode, type EventTuple, Waitable, WaitableSet } from './waitable.js'
export { isWrongValue } from './wrong-value.js'
