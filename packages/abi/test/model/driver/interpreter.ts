import type { Activation, TaskState } from './activation.js'
import { decodeStep } from './decode-step.js'
import { GuestState } from './guest-state.js'
import { type Handle, memoryInUse } from './handle.js'
import { makeCall, mayReturn, newCall, returnCall } from './make-call.js'
import { type Call, callText, type Entry, type Program } from './program.js'

/** Said by core code that is asked to run on after a trap. */
export class Stopped extends Error {}

/** Thrown by `record` when what happens is not what was expected. */
export type Record = (entry: Entry) => void

/**
 * The core code of all instances: whichever task runs takes the next step of the program and does what the step means
 * to it. The same, whoever implements what it calls.
 */
export class Interpreter {
  readonly guests: readonly GuestState[]
  stopped = false
  readonly #program: Program
  readonly #record: Record
  readonly #tasks: TaskState[] = []
  #step = 0
  #calls = 0

  constructor(program: Program, memories: readonly Uint8Array[], record: Record) {
    this.#program = program
    this.#record = record
    this.guests = program.instances.map((_, inst) => new GuestState(inst, memories[inst]!, program))
  }

  /** The number of the task is to be kept for `callback`. */
  enter(target: number, args: readonly number[]): Activation {
    this.#check_running()
    const plan = this.#program.functions[target]!
    const guest = this.guests[plan.inst]!
    const { waits } = this.#program.instances[plan.inst]!
    const task: TaskState = {
      id: this.#tasks.length + 1,
      plan,
      guest,
      waits: waits && plan.style !== 'sync',
      resolved: false,
      cancelled: false,
      waits_on: 0,
    }
    this.#tasks.push(task)
    this.#log('enter', task, args, `function ${target} of ${plan.inst}`)
    guest.received(plan.param, args[1]!)
    return { task, finishing: false, result: 0 }
  }

  callback(id: number, event: readonly [number, number, number]): Activation {
    this.#check_running()
    const task = this.#tasks[id - 1]!
    this.#log('callback', task, event)
    this.#told(task, event)
    return { task, finishing: false, result: 0 }
  }

  get steps_left(): number {
    return this.#program.steps.length - this.#step
  }

  /** What core code calls next; undefined: it ends. */
  next(activation: Activation): { readonly call: Call; readonly handle: Handle | undefined } | undefined {
    this.#check_running()
    const decoded = this.#decode(activation)
    if (decoded === 'end') {
      this.#log('exit', activation.task, [activation.result])
      return undefined
    }
    const call =
      decoded.operation === 'call' ? { ...decoded, args: [++this.#calls, ...decoded.args.slice(1)] } : decoded
    const { task } = activation
    this.#log('call', task, [], callText(call))
    return { call, handle: task.guest.begin(call) }
  }

  returned({ task }: Activation, call: Call, handle: Handle | undefined, value: number): void {
    this.#check_running()
    const { operation } = call
    const event = /poll|set.wait/.test(operation) ? task.guest.stored_event(call) : []
    this.#log('result', task, [value, ...event], operation)
    if (operation === 'task.return' || operation === 'task.cancel') task.resolved = true
    if (event.length > 0) this.#told(task, [value, event[0]!, event[1]!])
    else task.guest.returned(call, handle, value)
    if (operation === 'thread.yield' && value === 1) task.cancelled = true
  }

  #told(task: TaskState, [code, index, payload]: readonly [number, number, number]): void {
    if (code === 6) task.cancelled = true
    else task.guest.told(code, index, payload)
  }

  #decode(activation: Activation): Call | 'end' {
    const { steps } = this.#program
    while (!activation.finishing && this.#step < steps.length) {
      const decoded = decodeStep(steps[this.#step++]!, activation, this.#program)
      if (decoded === undefined) continue
      if (decoded !== 'end' && decoded.again) this.#step--
      return decoded
    }
    return finish(activation)
  }

  #check_running(): void {
    if (this.stopped) throw new Stopped()
  }

  #log(kind: Entry['kind'], { id, guest }: TaskState, values: readonly number[], text = ''): void {
    this.#record({ kind, task: id, values: [...values, checksum(guest.memory)], text })
  }
}

/** What leads to the end of an activation that was told to come to it. */
function finish(activation: Activation): Call | 'end' {
  const { task } = activation
  const { guest, plan } = task
  if (guest.backpressure > 0) return makeCall('backpressure.dec', [])
  const resolves = mayReturn(task)
  if (resolves && task.cancelled) return makeCall('task.cancel', [])
  if (resolves) return returnCall(task, 0) ?? newCall(plan.result)
  activation.result = 0
  if (plan.style === 'callback' || plan.style === 'stackful' || plan.result === 'none') return 'end'
  if (plan.result === 'u32') activation.result = task.id * 3
  else {
    const end = guest.passable(plan.result, 0)
    if (end === undefined) return newCall(plan.result)
    guest.handles.delete(end.index)
    activation.result = end.index
  }
  return 'end'
}

/** FNV-1a of the memory that programs use. */
export function checksum(memory: Uint8Array): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < memoryInUse; index++) hash = Math.imul(hash ^ memory[index]!, 0x01000193)
  return hash >>> 0
}
