import { type Calling, plainCalling, suspendingCalling } from './calling.js'
import type { GuestInternals } from './guest-internals.js'
import { type InstancePlan, instantiatePlan, type PlannedInstance } from './instance-plan.js'
import { type InterfaceFunctions, interfaceImports } from './interface-functions.js'

/** An instantiated guest, on this thread or in a worker. */
export interface RunningGuest {
  /** The host's own exports included. Of a guest in a worker, functions answer with promises. */
  readonly exports: WebAssembly.Exports
  readonly memory: WebAssembly.Memory | undefined
  readonly internals: GuestInternals
  /** Calls an exported function, which exists. Rejects with what it throws. */
  call(name: string, parameters: readonly unknown[]): Promise<unknown>
  /** Ends calls that run, where the guest is in a worker. */
  close(): Promise<void>
}

/** Instantiates a guest on this thread. Throws `GuestError`, `OutOfMemoryError`. */
export async function runHere(
  plan: InstancePlan,
  functions: InterfaceFunctions,
  suspends: boolean,
): Promise<RunningGuest> {
  const calling = suspends ? suspendingCalling : plainCalling
  const instance = await instantiatePlan(plan, interfaceImports(functions, calling))
  return new LocalGuest(instance, calling)
}

type GuestFunction = (...parameters: never[]) => unknown

class LocalGuest implements RunningGuest {
  readonly exports: WebAssembly.Exports
  readonly memory: WebAssembly.Memory | undefined
  readonly internals: GuestInternals
  private readonly calling: Calling
  private readonly callables = new Map<string, (...parameters: unknown[]) => Promise<unknown>>()

  constructor({ exports, memory, internals }: PlannedInstance, calling: Calling) {
    this.exports = exports
    this.memory = memory
    this.internals = internals
    this.calling = calling
  }

  call(name: string, parameters: readonly unknown[]): Promise<unknown> {
    const present = this.callables.get(name)
    if (present !== undefined) return present(...parameters)
    const callable = this.calling.exportOf(this.exports[name] as GuestFunction)
    this.callables.set(name, callable)
    return callable(...parameters)
  }

  async close(): Promise<void> {}
}
