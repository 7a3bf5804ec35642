import type { GuestState } from './guest-state.js'
import type { FunctionPlan } from './program.js'

/** What the core code of a task knows of it. */
export interface TaskState {
  readonly id: number
  readonly plan: FunctionPlan
  readonly guest: GuestState
  readonly waits: boolean
  resolved: boolean
  /** Was told to cancel. */
  cancelled: boolean
  /** The set that its callback waits on. */
  waits_on: number
}

/** One run of core code: of a function from its call on, or of a callback. */
export interface Activation {
  readonly task: TaskState
  /** It ends as soon as it may. */
  finishing: boolean
  /** What it returns at its end. */
  result: number
}
