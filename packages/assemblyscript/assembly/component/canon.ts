// The canonical built-ins that belong to no function, by the names that component encoders resolve: CanonicalABI.md.

@external('$root', '[waitable-set-new]')
export declare function waitableSetNew(): i32

@external('$root', '[waitable-set-wait]')
export declare function waitableSetWait(set: i32, event: usize): i32

@external('$root', '[waitable-set-drop]')
export declare function waitableSetDrop(set: i32): void

@external('$root', '[waitable-join]')
export declare function waitableJoin(waitable: i32, set: i32): void

@external('$root', '[subtask-drop]')
export declare function subtaskDrop(subtask: i32): void

@external('$root', '[async-lower][subtask-cancel]')
export declare function subtaskCancel(subtask: i32): i32

@external('$root', '[context-get-0]')
export declare function contextGet(): usize

@external('$root', '[context-set-0]')
export declare function contextSet(value: usize): void

@external('$root', '[thread-yield]')
export declare function threadYield(): i32

@external('$root', '[backpressure-inc]')
export declare function backpressureInc(): void

@external('$root', '[backpressure-dec]')
export declare function backpressureDec(): void

@external('[export]$root', '[task-cancel]')
export declare function taskCancel(): void

@external('$root', '[error-context-new-utf16]')
export declare function errorContextNew(message: usize, length: usize): i32

@external('$root', '[error-context-debug-message-utf16]')
export declare function errorContextDebugMessage(context: i32, result: usize): void

@external('$root', '[error-context-drop]')
export declare function errorContextDrop(context: i32): void

/** What a callback is told: `EventCode`. */
export const enum EventCode {
  None = 0,
  Subtask = 1,
  StreamRead = 2,
  StreamWrite = 3,
  FutureRead = 4,
  FutureWrite = 5,
  TaskCancelled = 6,
}

/** What a callback answers: `CallbackCode`. A waitable set stands above the low four bits. */
export const enum CallbackCode {
  Exit = 0,
  Yield = 1,
  Wait = 2,
}

/** `Subtask.State`. */
export const enum SubtaskState {
  Starting = 0,
  Started = 1,
  Returned = 2,
  CancelledBeforeStarted = 3,
  CancelledBeforeReturned = 4,
}

/** `CopyResult`, in the low four bits; what was copied stands above. */
export const enum CopyResult {
  Completed = 0,
  Dropped = 1,
  Cancelled = 2,
}

/** What a copy returns that has to wait. */
export const BLOCKED: i32 = -1
