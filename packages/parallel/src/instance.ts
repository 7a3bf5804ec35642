import type { ExecReport } from '@weft/backend'
import { GuestError } from '@weft/core'
import type { DeviceChoice } from './device-choice.js'
import type { DeviceSession } from './device-session.js'
import type { CallFailure } from './failures.js'
import type { KernelFallback } from './fallback-device.js'
import type { Guest } from './guest.js'
import { isHostExport } from './guest-module.js'
import type { RunningGuest } from './running-guest.js'
import type { Suspension } from './suspension.js'
import { GuestExit } from './wasi.js'

/** A running guest. */
export interface ParallelInstance extends AsyncDisposable {
  /**
   * What the guest exports, raw; where it can be suspended, call functions through `call`. Of a guest in a worker there
   * are only functions, which answer with promises, and the memory.
   */
  readonly exports: WebAssembly.Exports
  readonly memory: WebAssembly.Memory | undefined
  /** Failed calls of the interface, the newest last; at most 1000. */
  readonly failures: readonly CallFailure[]
  /** Device choices in order; at most 1000. */
  readonly choices: readonly DeviceChoice[]
  /** Kernels that the CPU runs because the GPU cannot, in order; at most 1000. */
  readonly fallbacks: readonly KernelFallback[]
  /** How the guest waits for a device that answers with promises. */
  readonly suspension: Suspension
  /** What the device did with the guest's last parallel call. */
  readonly report: ExecReport | undefined
  /** The code that the guest gave to WASI's `proc_exit`. */
  readonly exitCode: number | undefined
  /**
   * Calls an exported function. Rejects with `GuestError` if there is none or the guest exits with a code other than
   * 0, and with what the function throws, such as `WebAssembly.RuntimeError` for a trap. In a worker, calls run one after
   * the other, and parameters and results are copied.
   */
  call(name: string, ...parameters: unknown[]): Promise<unknown>
}

export class GuestInstance implements ParallelInstance {
  readonly exports: WebAssembly.Exports
  readonly suspension: Suspension
  exitCode: number | undefined
  private readonly guest: Guest
  private readonly running: RunningGuest
  private readonly session: DeviceSession
  private readonly onDispose: (instance: GuestInstance) => void
  private disposed = false

  /** Closes `session`, whose devices the guest has, when it is disposed. */
  constructor(
    guest: Guest,
    running: RunningGuest,
    suspension: Suspension,
    session: DeviceSession,
    onDispose: (instance: GuestInstance) => void,
  ) {
    this.guest = guest
    this.running = running
    this.suspension = suspension
    this.session = session
    this.onDispose = onDispose
    this.exports = Object.freeze(
      Object.fromEntries(Object.entries(running.exports).filter(([name]) => !isHostExport(name))),
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

  get fallbacks(): readonly KernelFallback[] {
    return this.session.fallbacks
  }

  get report(): ExecReport | undefined {
    return this.guest.report
  }

  async call(name: string, ...parameters: unknown[]): Promise<unknown> {
    if (this.disposed) throw new GuestError(`the guest was disposed: "${name}" cannot be called`)
    if (!this.has(name)) throw this.noFunction(name)
    return this.run(name, parameters)
  }

  /** Calls an export of the host's own, if the guest has it. */
  async callHostExport(name: string): Promise<void> {
    if (typeof this.running.exports[name] === 'function') await this.run(name, [])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.disposed) return
    this.disposed = true
    await this.running.close()
    this.guest.dispose()
    await this.session.close()
    this.onDispose(this)
  }

  private async run(name: string, parameters: readonly unknown[]): Promise<unknown> {
    try {
      return await this.running.call(name, parameters)
    } catch (error) {
      if (!(error instanceof GuestExit)) throw error
      this.exitCode = error.code
      if (error.code === 0) return undefined
      throw new GuestError(`the guest ended itself with exit code ${error.code}`)
    }
  }

  private has(name: string): boolean {
    return Object.hasOwn(this.exports, name) && typeof this.exports[name] === 'function'
  }

  private noFunction(name: string): GuestError {
    const functions = Object.entries(this.exports).filter(([, value]) => typeof value === 'function')
    const list = functions.map(([exported]) => exported).join(', ')
    return new GuestError(`the guest exports no function "${name}"; it has: ${list || 'none'}`)
  }
}
