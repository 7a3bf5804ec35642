import type { ExecReport } from '@weft/backend'
import { GuestError } from '@weft/core'
import type { Calling } from './calling.js'
import type { DeviceChoice } from './device-choice.js'
import type { DeviceSession } from './device-session.js'
import type { CallFailure } from './failures.js'
import type { Guest } from './guest.js'
import { isHostExport } from './guest-module.js'
import { GuestExit } from './wasi.js'

type GuestFunction = (...parameters: never[]) => unknown

/** A running guest. */
export interface ParallelInstance extends AsyncDisposable {
  /** What the guest exports, raw. Where the guest can be suspended, call functions through `call`. */
  readonly exports: WebAssembly.Exports
  readonly memory: WebAssembly.Memory | undefined
  /** Failed calls of the interface, the newest last; at most 1000. */
  readonly failures: readonly CallFailure[]
  /** Device choices in order; at most 1000. */
  readonly choices: readonly DeviceChoice[]
  /** What the device did with the guest's last parallel call. */
  readonly report: ExecReport | undefined
  /** The code that the guest gave to WASI's `proc_exit`. */
  readonly exitCode: number | undefined
  /**
   * Calls an exported function. Rejects with `GuestError` if there is none or the guest exits with a code other than
   * 0, and with what the function throws, such as `WebAssembly.RuntimeError` for a trap.
   */
  call(name: string, ...parameters: unknown[]): Promise<unknown>
}

export class GuestInstance implements ParallelInstance {
  readonly exports: WebAssembly.Exports
  exitCode: number | undefined
  private readonly guest: Guest
  private readonly calling: Calling
  private readonly session: DeviceSession
  private readonly onDispose: (instance: GuestInstance) => void
  private readonly callables = new Map<string, (...parameters: unknown[]) => Promise<unknown>>()
  private disposed = false

  /** Closes `session`, whose devices the guest has, when it is disposed. */
  constructor(
    guest: Guest,
    calling: Calling,
    session: DeviceSession,
    onDispose: (instance: GuestInstance) => void,
  ) {
    this.guest = guest
    this.calling = calling
    this.session = session
    this.onDispose = onDispose
    this.exports = Object.freeze(
      Object.fromEntries(Object.entries(guest.exports).filter(([name]) => !isHostExport(name))),
    )
  }

  get memory(): WebAssembly.Memory | undefined {
    return this.guest.memory.memory
  }

  get failures(): readonly CallFailure[] {
    return this.guest.failureLog.failures
  }

  get choices(): readonly DeviceChoice[] {
    return this.guest.choices
  }

  get report(): ExecReport | undefined {
    return this.guest.report
  }

  async call(name: string, ...parameters: unknown[]): Promise<unknown> {
    if (this.disposed) throw new GuestError(`the guest was disposed: "${name}" cannot be called`)
    return this.run(this.callable(name), parameters)
  }

  /** Calls an export of the host's own, if the guest has it. */
  async callHostExport(name: string): Promise<void> {
    const target = this.guest.exports[name]
    if (typeof target === 'function') await this.run(this.calling.exportOf(target as GuestFunction), [])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.disposed) return
    this.disposed = true
    this.guest.dispose()
    await this.session.close()
    this.onDispose(this)
  }

  private async run(target: (...parameters: unknown[]) => Promise<unknown>, parameters: unknown[]) {
    try {
      return await target(...parameters)
    } catch (error) {
      if (!(error instanceof GuestExit)) throw error
      this.exitCode = error.code
      if (error.code === 0) return undefined
      throw new GuestError(`the guest ended itself with exit code ${error.code}`)
    }
  }

  private callable(name: string): (...parameters: unknown[]) => Promise<unknown> {
    const present = this.callables.get(name)
    if (present !== undefined) return present
    const target = Object.hasOwn(this.exports, name) ? this.exports[name] : undefined
    if (typeof target !== 'function') throw this.noFunction(name)
    const callable = this.calling.exportOf(target as GuestFunction)
    this.callables.set(name, callable)
    return callable
  }

  private noFunction(name: string): GuestError {
    const functions = Object.entries(this.exports).filter(([, value]) => typeof value === 'function')
    const list = functions.map(([exported]) => exported).join(', ')
    return new GuestError(`the guest exports no function "${name}"; it has: ${list || 'none'}`)
  }
}
