import { GuestError } from '@weft/core'
import type { GuestInternals } from '../guest-internals.js'
import type { InstancePlan } from '../instance-plan.js'
import type { InterfaceFunctions } from '../interface-functions.js'
import type { RunningGuest } from '../running-guest.js'
import type { GuestThread, StartGuestThread } from './guest-thread.js'
import {
  answerWord,
  answerWords,
  type GuestThreadMessage,
  type InstantiatedMessage,
  type RequestMessage,
} from './messages.js'
import { RequestInternals } from './request-internals.js'
import { unpackThrown } from './thrown.js'

interface PendingCall {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Starts a worker and instantiates a guest in it. The functions of the interface stay on this thread. Throws
 * `GuestError`, `OutOfMemoryError`.
 */
export async function runInWorker(
  plan: InstancePlan,
  functions: InterfaceFunctions,
  globals: readonly number[],
  startThread: StartGuestThread,
): Promise<RunningGuest> {
  const guest = new GuestInWorker(functions, globals)
  await guest.start(plan, startThread)
  return guest
}

class GuestInWorker implements RunningGuest {
  exports: WebAssembly.Exports = {}
  memory: WebAssembly.Memory | undefined
  private readonly functions: InterfaceFunctions
  private readonly globals: readonly number[]
  private readonly state: RequestInternals
  private readonly answer = new Int32Array(new SharedArrayBuffer(4 * answerWords))
  private readonly pending = new Map<number, PendingCall>()
  private thread: GuestThread | undefined
  private calls = 0
  private ended: string | undefined
  private hostError: unknown

  constructor(functions: InterfaceFunctions, globals: readonly number[]) {
    this.functions = functions
    this.globals = globals
    this.state = new RequestInternals(globals)
  }

  get internals(): GuestInternals {
    return this.state
  }

  async start(plan: InstancePlan, startThread: StartGuestThread): Promise<void> {
    const started = this.pend(instantiation)
    const start = { plan, answer: this.answer.buffer, globals: this.globals }
    const thread = await startThread(start, {
      onMessage: (message) => this.receive(message),
      onExit: (reason) => this.end(`the guest's worker ended: ${reason}`),
    })
    this.thread = thread
    try {
      await started
    } catch (error) {
      await thread.terminate()
      throw error
    }
  }

  call(name: string, parameters: readonly unknown[]): Promise<unknown> {
    if (this.ended !== undefined) return Promise.reject(new GuestError(this.ended))
    const id = ++this.calls
    try {
      this.thread?.post({ id, name, parameters })
    } catch (cause) {
      const message = `a parameter of "${name}" cannot be copied to the guest's worker`
      return Promise.reject(new GuestError(message, { cause }))
    }
    this.thread?.keepAlive(true)
    return this.pend(id)
  }

  async close(): Promise<void> {
    this.end('the guest was disposed')
    await this.thread?.terminate()
  }

  private pend(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }))
  }

  private receive(message: GuestThreadMessage): void {
    switch (message.type) {
      case 'request':
        void this.serve(message)
        break
      case 'instantiated':
        this.adopt(message)
        this.settle(instantiation, (call) => call.resolve(undefined))
        break
      case 'failed':
        this.settle(instantiation, (call) => call.reject(unpackThrown(message.thrown)))
        break
      case 'returned':
        this.settle(message.id, (call) => call.resolve(message.value))
        break
      case 'threw':
        this.settle(message.id, (call) => call.reject(unpackThrown(message.thrown, this.hostError)))
    }
  }

  private adopt({ memory, functions, memoryNames }: InstantiatedMessage): void {
    this.memory = memory
    const callable =
      (name: string) =>
      (...parameters: unknown[]) =>
        this.call(name, parameters)
    this.exports = Object.fromEntries([
      ...functions.map((name) => [name, callable(name)] as const),
      ...memoryNames.map((name) => [name, memory!] as const),
    ])
  }

  private settle(id: number, how: (call: PendingCall) => void): void {
    const call = this.pending.get(id)
    this.pending.delete(id)
    if (this.pending.size === 0) this.thread?.keepAlive(false)
    if (call !== undefined) how(call)
  }

  private async serve({ function: name, parameters, table }: RequestMessage): Promise<void> {
    if (table !== undefined) this.state.update(table)
    try {
      this.answer[answerWord.errno] = await this.functions[name](...parameters)
    } catch (error) {
      // Not for what a guest does, but a host's own callbacks may throw.
      this.hostError = error
      this.answer[answerWord.threw] = 1
    }
    Atomics.store(this.answer, answerWord.pending, 0)
    Atomics.notify(this.answer, answerWord.pending)
  }

  private end(reason: string): void {
    this.ended ??= reason
    for (const { reject } of this.pending.values()) reject(new GuestError(this.ended))
    this.pending.clear()
  }
}

/** Stands among the calls for the instantiation itself. */
const instantiation = 0
