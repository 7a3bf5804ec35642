/** What the guests of one store may use at most. Reaching one is a `LimitError` for that guest; the process goes on. */
export interface AbiLimits {
  /** Elements of one instance's table of handles. */
  readonly maximumHandles: number
  /** Threads (tasks that run or wait) of one instance. */
  readonly maximumTasks: number
  /** Tasks that keep a WebAssembly stack while they wait; further ones are queued. */
  readonly maximumStackfulTasks: number
  /** WebAssembly stacks of tasks and of the threads that they make. About 32,000 in all end a process on Linux. */
  readonly maximumStacks: number
  /** Bytes of one `realloc`. */
  readonly maximumReallocBytes: number
  /** Threads that run before the host's event loop gets a turn. */
  readonly maximumTicksPerTurn: number
}

export const defaultAbiLimits: AbiLimits = {
  maximumHandles: 2 ** 24,
  maximumTasks: 2 ** 20,
  maximumStackfulTasks: 4096,
  maximumStacks: 2 ** 14,
  maximumReallocBytes: 2 ** 32 - 1,
  maximumTicksPerTurn: 20_000,
}
