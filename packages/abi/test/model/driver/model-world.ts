import * as builtins from '../spec/canon-builtins.js'
import { cancel_copy, canon_new, drop, future_copy, kinds, stream_copy } from '../spec/canon-copy.js'
import { lift } from '../spec/canon-lift.js'
import { lower } from '../spec/canon-lower.js'
import { ComponentInstance } from '../spec/instance.js'
import { type Choice, type FuncInst, Store } from '../spec/store.js'
import type { Blocking } from '../spec/thread.js'
import type { CoreFuncInst, FuncType, ValueType } from '../spec/types.js'
import type { Activation } from './activation.js'
import type { Interpreter } from './interpreter.js'
import { type Call, copyTypes, type FunctionPlan, type PassedType, type Program } from './program.js'

/** The instances and functions of a program, as the model runs them. */
export class ModelWorld {
  readonly store: Store
  readonly instances: readonly ComponentInstance[]
  readonly functions: readonly FuncInst[]
  readonly #program: Program
  readonly #interpreter: Interpreter

  constructor(program: Program, interpreter: Interpreter, choice: Choice) {
    this.#program = program
    this.#interpreter = interpreter
    this.store = new Store(choice)
    const instances: ComponentInstance[] = []
    for (const { parent } of program.instances)
      instances.push(new ComponentInstance(this.store, parent === undefined ? undefined : instances[parent]))
    this.instances = instances
    this.functions = program.functions.map((plan, index) => this.#lift(plan, index))
  }

  #lift(plan: FunctionPlan, index: number): FuncInst {
    const interpreter = this.#interpreter
    const run = this.#run.bind(this)
    function* callee(args: readonly number[]): Blocking<readonly number[]> {
      const activation = interpreter.enter(index, args)
      builtins.canon_context_set(0, activation.task.id)
      return yield* run(activation)
    }
    function* callback([code, p1, p2]: readonly number[]): Blocking<readonly number[]> {
      return yield* run(interpreter.callback(builtins.canon_context_get(0), [code!, p1!, p2!]))
    }
    const opts = {
      memory: interpreter.guests[plan.inst]!.memory,
      async_: plan.style === 'callback' || plan.style === 'stackful',
      callback: plan.style === 'callback' ? callback : undefined,
    }
    return lift(callee, typeOf(plan), opts, this.instances[plan.inst]!)
  }

  *#run(activation: Activation): Blocking<readonly number[]> {
    for (;;) {
      const next = this.#interpreter.next(activation)
      if (next === undefined) return [activation.result]
      const { call, handle } = next
      const value = yield* this.#perform(activation.task.plan.inst, call)
      this.#interpreter.returned(activation, call, handle, value ?? 0)
    }
  }

  *#perform(inst: number, call: Call): Blocking<number | undefined> {
    const { operation, async_, cancellable } = call
    const args = call.args as [number, number, number]
    const { memory } = this.#interpreter.guests[inst]!
    const [of, verb] = operation.split('.') as ['stream', string]
    if (of === 'stream' || of === 'future') return yield* this.#copy(memory, of, verb, call)
    if (operation === 'call') return (yield* this.#lower(inst, call)(args))[0]
    if (operation === 'subtask.cancel') return yield* builtins.canon_subtask_cancel(async_, args[0])
    if (operation === 'thread.yield') return yield* builtins.canon_thread_yield(cancellable)
    if (operation === 'waitable-set.wait')
      return yield* builtins.canon_waitable_set_wait(cancellable, memory, args[0], args[1])
    if (operation === 'waitable-set.poll')
      return builtins.canon_waitable_set_poll(cancellable, memory, args[0], args[1])
    if (operation === 'waitable-set.new') return builtins.canon_waitable_set_new()
    if (operation === 'waitable-set.drop') builtins.canon_waitable_set_drop(args[0])
    if (operation === 'waitable.join') builtins.canon_waitable_join(args[0], args[1])
    if (operation === 'subtask.drop') builtins.canon_subtask_drop(args[0])
    if (operation === 'task.return') builtins.canon_task_return(valueTypes(call.type), args)
    if (operation === 'task.cancel') builtins.canon_task_cancel()
    if (operation === 'backpressure.inc') builtins.canon_backpressure_inc()
    if (operation === 'backpressure.dec') builtins.canon_backpressure_dec()
    return undefined
  }

  *#copy(
    memory: Uint8Array,
    of: 'stream' | 'future',
    verb: string,
    call: Call,
  ): Blocking<number | undefined> {
    const t = copyTypes[call.type as number]!.element
    const { async_ } = call
    const [i, ptr, n] = call.args as [number, number, number]
    if (verb === 'new') {
      const [ri, wi] = canon_new(of, t)
      return ri + wi * 2 ** 32
    }
    const direction = /read/.test(verb) && verb !== 'drop-writable' ? 'read' : 'write'
    const kind = kinds[`${of}.${direction}`]
    if (verb.startsWith('cancel')) return yield* cancel_copy(kind, t, async_, i)
    if (verb.startsWith('drop')) {
      drop(kind, t, i)
      return undefined
    }
    if (of === 'stream')
      return yield* stream_copy(kinds[`stream.${direction}`], t, { memory, async_ }, i, ptr, n)
    return yield* future_copy(kinds[`future.${direction}`], t, { memory, async_ }, i, ptr)
  }

  #lower(inst: number, { type, async_ }: Call): CoreFuncInst {
    const callee = this.functions[type as number]!
    const { memory } = this.#interpreter.guests[inst]!
    return lower(
      callee,
      typeOf(this.#program.functions[type as number]!),
      { memory, async_ },
      this.instances[inst]!,
    )
  }
}

function typeOf({ param, result, style }: FunctionPlan): FuncType {
  return {
    params: [{ kind: 'u32' }, ...valueTypes(param)],
    result: valueTypes(result),
    async_: style !== 'sync',
  }
}

function valueTypes(type: PassedType): ValueType[] {
  if (type === 'none') return []
  if (type === 'u32') return [{ kind: 'u32' }]
  const { of, element } = copyTypes[type]!
  return [{ kind: of, t: element }]
}
