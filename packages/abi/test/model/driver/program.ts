/** Index into `copyTypes`. */
export type CopyTypeIndex = number
/** Type of a parameter or result: nothing, a u32, or the readable end of a stream or future of an element. */
export type PassedType = 'none' | 'u32' | CopyTypeIndex

const elements = [undefined, 'u8', 'u32', 'bool'] as const

/** The types of streams and futures in programs. */
export const copyTypes = (['stream', 'future'] as const).flatMap((of) =>
  elements.map((element) => ({ of, element })),
)

export function elementSize(type: CopyTypeIndex): number {
  const { element } = copyTypes[type]!
  if (element === undefined) return 0
  return element === 'u32' ? 4 : 1
}

/**
 * How a function is lifted: `async` with a callback, `async` without one ("stackful"), an async type lifted
 * synchronously, a synchronous type.
 */
export type Style = 'callback' | 'stackful' | 'sync-lifted' | 'sync'

export interface FunctionPlan {
  readonly inst: number
  readonly style: Style
  /** Of the second parameter; the first is a u32 that no other call has. */
  readonly param: PassedType
  readonly result: PassedType
}

/** What core code does next, whichever runs: operands are picked by the numbers from what is there then. */
export interface Step {
  readonly action: Action
  readonly a: number
  readonly b: number
  readonly c: number
  /** Picks without regard to what the specification allows. */
  readonly wild: boolean
}

export const actions = [
  'new',
  'copy',
  'cancel',
  'drop',
  'set-new',
  'set-drop',
  'join',
  'poll',
  'wait',
  'call',
  'subtask-cancel',
  'subtask-drop',
  'return',
  'task-cancel',
  'inc',
  'dec',
  'thread-yield',
  'exit',
  'yield',
  'wait-for',
] as const
export type Action = (typeof actions)[number]

interface InstancePlan {
  readonly parent: number | undefined
  /** Whether its core code may use what waits with frames on its stack. */
  readonly waits: boolean
}

/** A call of the host; `settle`: what runs then comes to rest before the next. */
interface HostCallPlan {
  readonly target: number
  readonly settle: boolean
}

export interface Program {
  readonly instances: readonly InstancePlan[]
  /** The first ones, one of each instance, are those that the host calls. */
  readonly functions: readonly FunctionPlan[]
  readonly hostCalls: readonly HostCallPlan[]
  /** Of most streams and futures that are made. */
  readonly types: readonly CopyTypeIndex[]
  readonly steps: readonly Step[]
  /** Of abi's scheduler; 0: first come, first served. */
  readonly seed: number
}

/** The built-ins, and calls of imports. */
export type Operation =
  | 'stream.new'
  | 'future.new'
  | `${'stream' | 'future'}.${'read' | 'write' | 'cancel-read' | 'cancel-write' | 'drop-readable' | 'drop-writable'}`
  | 'waitable-set.new'
  | 'waitable-set.drop'
  | 'waitable-set.poll'
  | 'waitable-set.wait'
  | 'waitable.join'
  | 'subtask.cancel'
  | 'subtask.drop'
  | 'task.return'
  | 'task.cancel'
  | 'backpressure.inc'
  | 'backpressure.dec'
  | 'thread.yield'
  | 'call'

/** What core code does. */
export interface Call {
  /** The step that this is for is not done with it. */
  readonly again?: true
  readonly operation: Operation
  /** Of the built-in: an index into `copyTypes`; of `task.return`: the result; of `call`: the function. */
  readonly type: PassedType
  readonly async_: boolean
  /** Of `waitable-set.{wait,poll}` and `thread.yield`. */
  readonly cancellable: boolean
  readonly args: readonly number[]
}

/** What can be seen from outside, in order. */
export interface Entry {
  readonly kind: 'invoke' | 'idle' | 'enter' | 'callback' | 'call' | 'result' | 'exit' | 'trap'
  /** Number of the task whose core code does this; 0: none. */
  readonly task: number
  readonly values: readonly number[]
  readonly text: string
}

export function entryText({ kind, task, values, text }: Entry): string {
  return `${task} ${kind} ${text} ${values.join(' ')}`
}

export function callText({ operation, type, async_, args }: Call): string {
  const name = typeof type === 'number' && operation !== 'call' ? JSON.stringify(copyTypes[type]) : type
  return `${operation} ${name} ${async_ ? 'async' : 'sync'} (${args.join(', ')})`
}
