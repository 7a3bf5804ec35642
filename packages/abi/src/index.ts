export type { Call, Caller, FuncInst } from './call.js'
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
export { invoke } from './host-call.js'
export { createHostFunction, type HostFunctionDefinition } from './host-function.js'
export type { HostMapping } from './host-mapping.js'
export { ComponentInstance } from './instance.js'
export { call_destructor, createLift, type LiftDefinition, run_in_instance } from './lift.js'
export { type AbiLimits, defaultAbiLimits } from './limits.js'
export { createLower, type LowerDefinition } from './lower.js'
export { GuestMemory } from './memory.js'
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
  type SharedBase,
} from './shared.js'
export { blocking } from './stack-switching.js'
export { Store, type StoreOptions } from './store.js'
export { Table } from './table.js'
export type {
  AsyncValueType,
  CoreFuncType,
  CoreValType,
  CoreValue,
  FuncType,
  HandleType,
  LabeledType,
  PrimitiveKind,
  ValType,
} from './types.js'
export { EventCode, type EventTuple, Waitable, WaitableSet } from './waitable.js'
