import type { DeviceInfo, ExecReport, MaybePromise } from '@weft/backend'
import type { DeviceKind } from '@weft/spec'
import type { Module } from '@weft/wasm-binary'
import type { DeviceChoice } from './device-choice.js'
import { deviceOf, type OpenedDevice, type Resolution } from './device-session.js'
import { FailureLog } from './failures.js'
import type { BufferHomes, BufferOwner, GuestBuffer } from './guest-buffer.js'
import { GuestHeap } from './guest-heap.js'
import { type GuestInternals, InstanceInternals } from './guest-internals.js'
import { GuestMemory } from './guest-memory.js'
import { HandleTable } from './handle-table.js'
import { KernelStore } from './kernel-store.js'
import { after } from './maybe-promise.js'
import type { Settings } from './options.js'

/** Choices kept for each guest; later ones are only reported to `onDeviceChoice`. */
const maximumChoices = 1000

/** What is known of a guest before it is instantiated. */
export interface GuestPlan {
  readonly settings: Settings
  readonly module: Module
  readonly homes: BufferHomes
  /** What a hint leads to; a promise only for a guest that suspends. */
  readonly resolve: (hint: DeviceKind) => MaybePromise<Resolution>
  readonly suspends: boolean
  readonly signal: AbortSignal | undefined
}

/** The state behind the functions of the interface, for one guest instance. */
export class Guest implements BufferOwner {
  readonly plan: GuestPlan
  readonly suspends: boolean
  readonly devices: HandleTable<OpenedDevice>
  readonly buffers: HandleTable<GuestBuffer>
  readonly failureLog: FailureLog
  readonly choices: DeviceChoice[] = []
  readonly bound = new Set<GuestBuffer>()
  memory = new GuestMemory(undefined)
  heap = new GuestHeap(this.memory)
  internals: GuestInternals = new InstanceInternals({}, {})
  report: ExecReport | undefined
  /** Releases what a function of the interface holds, when the guest is disposed. */
  readonly cleanups: (() => void)[] = []
  private lastDevice: OpenedDevice | undefined
  private readonly kernelStores = new Map<OpenedDevice, KernelStore>()
  private readonly stackRooms = new Map<OpenedDevice, { address: number; sizeBytes: number }>()

  constructor(plan: GuestPlan) {
    this.plan = plan
    this.suspends = plan.suspends
    const { limits, onFailure } = plan.settings
    this.devices = new HandleTable('device', limits.maximumDevices)
    this.buffers = new HandleTable('buffer', limits.maximumBuffers)
    this.failureLog = new FailureLog(onFailure)
  }

  /** Gives the guest its instance. Nothing of the guest has run before. */
  attach(internals: GuestInternals, memory: WebAssembly.Memory | undefined): void {
    this.internals = internals
    this.memory = new GuestMemory(memory)
    this.heap = new GuestHeap(this.memory)
  }

  /** The device for a hint. Throws `NoDeviceError`. */
  chooseDevice(hint: DeviceKind): MaybePromise<OpenedDevice> {
    return after(this.plan.resolve(hint), (resolution) => this.take(resolution))
  }

  /** The device for a call that names none: the last one the guest got, otherwise what a hint of cpu gives. */
  defaultDevice(): MaybePromise<OpenedDevice> {
    return this.lastDevice ?? this.chooseDevice('cpu')
  }

  private take(resolution: Resolution): OpenedDevice {
    if (this.choices.length < maximumChoices) this.choices.push(resolution.choice)
    this.plan.settings.onDeviceChoice?.(resolution.choice)
    this.lastDevice = deviceOf(resolution, this.plan.settings.strict)
    return this.lastDevice
  }

  /** Where the buffers of a device live for this guest. */
  homesOn(info: DeviceInfo): BufferHomes {
    return info.supportsSharedMemory === true ? this.plan.homes : 'device'
  }

  /**
   * Kernels for a device. Those that run on the guest's memory belong to the guest: a device keeps hold of the
   * memories that a kernel ran on until the kernel is released.
   */
  kernelsOn(opened: OpenedDevice): KernelStore {
    if (this.homesOn(opened.info) !== 'guest') return opened.kernels
    const present = this.kernelStores.get(opened)
    if (present !== undefined) return present
    const store = new KernelStore(opened.device, this.plan.settings.limits)
    this.kernelStores.set(opened, store)
    return store
  }

  /** Room in the guest's memory for one stack of `sizeBytes` for each thread of a device. Throws `OutOfMemoryError`. */
  stackRoom(opened: OpenedDevice, sizeBytes: number): { address: number; sizeBytes: number } {
    const needed = sizeBytes * opened.info.limits.parallelism
    const present = this.stackRooms.get(opened)
    if (present !== undefined && present.sizeBytes >= needed) return present
    const room = { address: this.heap.allocate(needed), sizeBytes: needed }
    this.stackRooms.set(opened, room)
    return room
  }

  /** Records the failure of a function of the interface and returns its errno. */
  fail(functionName: string, error: unknown): number {
    return this.failureLog.record(functionName, error)
  }

  /** Frees every buffer and kernel of the guest. */
  dispose(): void {
    for (const buffer of this.buffers.clear()) buffer.free()
    this.devices.clear()
    for (const store of this.kernelStores.values()) store.clear()
    for (const cleanup of this.cleanups.splice(0)) cleanup()
  }
}
