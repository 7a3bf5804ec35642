import * as abi from '../../../src/index.js'
import { makeBuiltin, valueType } from './abi-builtins.js'
import type { Activation } from './activation.js'
import { type Interpreter, Stopped } from './interpreter.js'
import type { Call, FunctionPlan, Program } from './program.js'
import { type WaitingCode, waitingCode } from './waiting-code.js'

/** The instances and functions of a program, as abi runs them. */
export class AbiWorld {
  readonly store: abi.Store
  readonly functions: readonly abi.FuncInst[]
  readonly #instances: abi.ComponentInstance[] = []
  readonly #program: Program
  readonly #interpreter: Interpreter
  readonly #memories: readonly abi.GuestMemory[]
  readonly #on_trap: (error: unknown) => void
  readonly #core_functions = new Map<string, abi.CoreFunction>()

  constructor(
    program: Program,
    interpreter: Interpreter,
    memories: readonly abi.GuestMemory[],
    on_trap: (error: unknown) => void,
  ) {
    this.#program = program
    this.#interpreter = interpreter
    this.#memories = memories
    this.#on_trap = on_trap
    const scheduler = program.seed === 0 ? abi.fifoScheduler : abi.seededScheduler(program.seed)
    this.store = new abi.Store({ scheduler, onDeadlock: 'wait' })
    // Traps at the end of a stack are told of a microtask later only, when others may have run.
    const { stacks } = this.store
    const end = stacks.end.bind(stacks)
    stacks.end = (results) => this.guard(() => end(results))
    this.store.calls.add({ fail: on_trap, poison: on_trap })
    program.instances.forEach(({ parent }, index) => {
      const outer = parent === undefined ? undefined : this.#instances[parent]
      this.#instances.push(new abi.ComponentInstance(this.store, outer, `instance-${index}`))
    })
    this.functions = program.functions.map((plan, index) => this.#lift(plan, index))
  }

  #lift(plan: FunctionPlan, index: number): abi.FuncInst {
    const inst = this.#instances[plan.inst]!
    const may_block = this.#program.instances[plan.inst]!.waits && plan.style !== 'sync'
    const get = abi.canon_context_get(inst, 'i32', 0)
    const set = abi.canon_context_set(inst, 'i32', 0)
    const params = plan.param === 'none' ? 1 : 2
    // Functions of WebAssembly take no more arguments than they have parameters.
    const enter = (...args: number[]) => {
      const activation = this.#interpreter.enter(index, args.slice(0, params).map(unsigned))
      set(activation.task.id)
      return activation
    }
    const again = (code: number, p1: number, p2: number) =>
      this.#interpreter.callback(get(), [code, p1 >>> 0, p2 >>> 0])
    const run = may_block ? this.#waiting(inst) : this.#plain(inst)
    const opts = {
      string_encoding: 'utf8',
      memory: this.#memories[plan.inst]!,
      async_: plan.style === 'callback' || plan.style === 'stackful',
      callback: plan.style === 'callback' ? run(again, 3, true) : undefined,
    } as const
    const callee = run(enter, params, plan.style === 'callback' || (!opts.async_ && plan.result !== 'none'))
    return abi.createLift({ inst, ft: typeOf(plan), opts, callee, name: `function-${index}`, may_block })
  }

  /** Core code in JavaScript. */
  #plain(inst: abi.ComponentInstance) {
    return (begin: (...args: number[]) => Activation) =>
      (...args: number[]) => {
        const activation = begin(...args)
        for (;;) {
          const next = this.#interpreter.next(activation)
          if (next === undefined) return activation.result
          const value = this.guard(() => this.core_function(inst, next.call)(...next.call.args))
          this.#interpreter.returned(activation, next.call, next.handle, unsigned(value))
        }
      }
  }

  /** Core code in WebAssembly, whose frames the engine can suspend. */
  #waiting(inst: abi.ComponentInstance) {
    return (begin: WaitingCode['begin'], params: number, hasResult: boolean) =>
      waitingCode(params, hasResult, {
        begin,
        next: (activation) => this.#interpreter.next(activation),
        core_function: (call) => this.core_function(inst, call),
        has_result: ({ operation, async_, type }) =>
          operation !== 'call' || async_ || this.#program.functions[type as number]!.result !== 'none',
        guard: (run) => this.guard(run),
        returned: (activation, { call, handle }, value) =>
          this.#interpreter.returned(activation, call, handle, unsigned(value)),
      })
  }

  guard<T>(run: () => T): T {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof Stopped)) this.#on_trap(error)
      throw error
    }
  }

  /** A function whose traps are told of before whoever called it. */
  guarded(index: number): abi.FuncInst {
    const func = this.functions[index]!
    return Object.create(func, {
      call: { value: (caller: abi.Caller) => this.guard(() => func.call(caller)) },
    })
  }

  core_function(inst: abi.ComponentInstance, call: Call): abi.CoreFunction {
    const { operation, type, async_, cancellable } = call
    const key = `${inst.path} ${operation} ${type} ${async_} ${cancellable}`
    let core = this.#core_functions.get(key)
    if (core === undefined) {
      core = this.#make(inst, call)
      this.#core_functions.set(key, core)
    }
    return core
  }

  #make(inst: abi.ComponentInstance, call: Call): abi.CoreFunction {
    const memory = this.#memories[this.#instances.indexOf(inst)]!
    if (call.operation !== 'call') return makeBuiltin(inst, call, memory, (run) => this.guard(run))
    const callee = this.guarded(call.type as number)
    const opts = { string_encoding: 'utf8', memory, async_: call.async_ } as const
    return abi.createLower({ inst, ft: callee.ft, opts, callee, name: 'import' })
  }
}

function unsigned(value: unknown): number {
  return typeof value === 'bigint' ? Number(value) : ((value as number | undefined) ?? 0) >>> 0
}

function typeOf({ param, result, style }: FunctionPlan): abi.FuncType {
  const second = valueType(param)
  return {
    params: [
      { label: 'number', type: { kind: 'u32' } },
      ...(second ? [{ label: 'value', type: second }] : []),
    ],
    result: valueType(result),
    async: style !== 'sync',
  }
}
