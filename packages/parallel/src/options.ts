import type { Backend } from '@weft/backend'
import { assertIntegerIn, assertOneOf, defaultLimits, type Limits } from '@weft/core'
import { type DeviceChoice, type DeviceWish, deviceWishes } from './device-choice.js'
import type { CallFailure } from './failures.js'
import type { KernelFallback } from './fallback-device.js'
import { type SuspensionWish, suspensionWishes } from './suspension.js'
import type { StartGuestThread } from './worker/guest-thread.js'

/** Where kernels run: on buffers in the device's own memory, or on the guest's memory with no copy. */
export type MemoryMode = 'isolated' | 'shared'

/** How a guest's hints are numbered: `2021` is the draft with 0 cpu, 1 discrete GPU, 2 integrated GPU. */
export type DeviceNumbers = 'current' | '2021'

export interface ParallelOptions {
  /** In order of preference among devices of one kind. */
  readonly backends: readonly Backend[]
  /** Replaces every hint; `gpu` is either kind of GPU. */
  readonly device?: DeviceWish | undefined
  /**
   * A device of another kind than the hint is an error (errno `no_device`), and so is a kernel that a GPU cannot run
   * (errno `unsupported_kernel`), which otherwise runs on the CPU.
   */
  readonly strict?: boolean | undefined
  /** Default: isolated for `parallel_exec`, shared for `parallel_for`. */
  readonly memory?: MemoryMode | undefined
  readonly deviceNumbers?: DeviceNumbers | undefined
  /** Threads a device may use, the calling one included. Default: the device's own choice. */
  readonly threads?: number | undefined
  /** Ends every kernel that runs longer, on devices that support it (`DeviceInfo.supportsTimeLimit`). */
  readonly timeLimitMs?: number | undefined
  /**
   * How guests wait for a device that answers with promises: on a stack of their own (JSPI), or in a worker of their
   * own, where every guest is put if `worker` is asked for. Default `auto`: JSPI where the engine has it.
   */
  readonly suspension?: SuspensionWish | undefined
  readonly limits?: Partial<Limits> | undefined
  /** Called for every call of the interface that answers with an errno other than 0. */
  readonly onFailure?: ((failure: CallFailure) => void) | undefined
  /** Called whenever a guest or the host gets a device. */
  readonly onDeviceChoice?: ((choice: DeviceChoice) => void) | undefined
  /** Called once for every kernel that a guest's or the host's GPU cannot run, so that the CPU does. */
  readonly onKernelFallback?: ((fallback: KernelFallback) => void) | undefined
}

export interface Settings extends ParallelOptions {
  readonly strict: boolean
  readonly deviceNumbers: DeviceNumbers
  readonly limits: Limits
  readonly suspension: SuspensionWish
  readonly startGuestThread: StartGuestThread
}

/** Throws `TypeError` and `RangeError` for options that are none. */
export function resolveOptions(options: ParallelOptions, startGuestThread: StartGuestThread): Settings {
  if (typeof options !== 'object' || options === null || !Array.isArray(options.backends)) {
    throw new TypeError('createParallel takes { backends: [...] }')
  }
  for (const backend of options.backends) checkBackend(backend)
  const { device, memory, deviceNumbers = 'current', threads, timeLimitMs, suspension = 'auto' } = options
  if (device !== undefined) assertOneOf('device', device, deviceWishes)
  if (memory !== undefined) assertOneOf('memory', memory, ['isolated', 'shared'])
  assertOneOf('deviceNumbers', deviceNumbers, ['current', '2021'])
  assertOneOf('suspension', suspension, suspensionWishes)
  if (threads !== undefined) assertIntegerIn('threads', threads, 1, 1024)
  if (timeLimitMs !== undefined) assertTimeLimit(timeLimitMs)
  const limits = { ...defaultLimits, ...options.limits }
  for (const [name, value] of Object.entries(limits)) assertIntegerIn(`limits.${name}`, value, 1, 2 ** 32)
  const strict = options.strict === true
  return { ...options, strict, deviceNumbers, limits, suspension, startGuestThread }
}

/** Throws `RangeError` unless it is a number above 0. */
export function assertTimeLimit(timeLimitMs: number): void {
  if (typeof timeLimitMs === 'number' && timeLimitMs > 0) return
  throw new RangeError(`timeLimitMs must be a number above 0, not ${timeLimitMs}`)
}

function checkBackend(backend: Backend): void {
  if (backend?.interfaceVersion === 'v1') return
  throw new TypeError(
    `every backend must have interfaceVersion 'v1', ${backend?.name ?? backend} has ${backend?.interfaceVersion}`,
  )
}
