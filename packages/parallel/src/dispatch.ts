import type {
  BufferArgument,
  ExecReport,
  KernelCall,
  MaybePromise,
  MemoryRange,
  PreparedKernel,
  StaticData,
} from '@weft/backend'
import { KernelSignatureError, LimitError, UnsupportedKernelError, WrongDeviceError } from '@weft/core'
import { checkInput, checkOutput } from './access-rules.js'
import type { OpenedDevice } from './device-pool.js'
import type { Guest } from './guest.js'
import type { GuestBuffer } from './guest-buffer.js'
import { endRun, type StoredKernel } from './kernel-store.js'
import { after, isPromise } from './maybe-promise.js'

/** A function of WebAssembly has at most 1000 parameters: more buffers than this fit no kernel. */
const maximumBuffers = 498

const handleBytes = 4

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

interface ReusedCall extends Mutable<Omit<KernelCall, 'inBuffers' | 'outBuffers'>> {
  readonly inBuffers: BufferArgument[]
  readonly outBuffers: BufferArgument[]
}

/** What differs between the two forms of a kernel. */
export interface DispatchForm {
  /** Runs on the guest's memory, not on the device's. */
  readonly shared: boolean
  /** The kernel was taken out of the guest: its static data lies in the guest's memory already. */
  readonly extracted: boolean
  readonly globals?: readonly (number | bigint)[] | undefined
  readonly statics?: readonly StaticData[] | undefined
}

/**
 * One parallel for on its way to the device. The object and its call are used again for every call of a guest that
 * does not suspend: an empty dispatch allocates nothing here.
 */
export class Dispatch {
  private readonly guest: Guest
  private readonly inputs: GuestBuffer[] = []
  private readonly outputs: GuestBuffer[] = []
  private readonly call: ReusedCall

  constructor(guest: Guest) {
    this.guest = guest
    this.call = {
      kernel: undefined as unknown as PreparedKernel,
      iterations: 0,
      blockSize: 0,
      inBuffers: [],
      outBuffers: [],
      memory: undefined,
      stacks: undefined,
      globals: undefined,
      statics: undefined,
      timeLimitMs: guest.plan.settings.timeLimitMs,
    }
  }

  /** Device of the first buffer, if there is a buffer. */
  get bufferDevice(): OpenedDevice | undefined {
    return (this.inputs[0] ?? this.outputs[0])?.opened
  }

  /** Reads both lists of handles. Throws `LimitError`, `OutOfBoundsError`, `InvalidHandleError`, `AccessError`. */
  readBuffers(inPointer: number, inLength: number, outPointer: number, outLength: number): void {
    if (inLength + outLength > maximumBuffers) {
      throw new LimitError(
        `${inLength + outLength} buffers in one call; a kernel takes at most ${maximumBuffers}`,
      )
    }
    this.readList('the list of in-buffers', inPointer, inLength, this.inputs)
    this.readList('the list of out-buffers', outPointer, outLength, this.outputs)
    for (let index = 0; index < inLength; index++) checkInput(this.inputs[index]!, index)
    for (let index = 0; index < outLength; index++) checkOutput(this.outputs[index]!, index)
  }

  /** Throws `WrongDeviceError` unless every buffer belongs to the device. */
  checkDevice(opened: OpenedDevice): void {
    checkOwner(this.inputs, opened)
    checkOwner(this.outputs, opened)
  }

  /** Runs the kernel, and records the report. Throws what `Device.exec` throws, and `UnsupportedKernelError`. */
  run(
    opened: OpenedDevice,
    entry: StoredKernel,
    form: DispatchForm,
    iterations: number,
    blockSize: number,
  ): MaybePromise<number> {
    this.checkArity(entry)
    if (form.shared && !form.extracted) refuseStatics(entry)
    const { call, guest } = this
    call.kernel = entry.prepared
    call.iterations = iterations
    call.blockSize = blockSize
    call.globals = form.globals
    call.statics = form.shared ? undefined : form.statics
    call.memory = form.shared ? guest.memory.memory : undefined
    call.stacks = form.shared ? this.stacks(opened, entry) : undefined
    const homes = this.prepareHomes(form.shared)
    if (isPromise(homes)) return homes.then(() => this.exec(opened, entry, form.shared))
    return this.exec(opened, entry, form.shared)
  }

  private exec(opened: OpenedDevice, entry: StoredKernel, shared: boolean): MaybePromise<number> {
    this.fillBuffers(this.inputs, this.call.inBuffers, shared)
    this.fillBuffers(this.outputs, this.call.outBuffers, shared)
    if (this.call.iterations > 0) this.markChanged(shared)
    if (this.guest.suspends) return this.execSuspending(opened, entry)
    this.guest.report = opened.device.exec(this.call) as ExecReport
    return 0
  }

  private async execSuspending(opened: OpenedDevice, entry: StoredKernel): Promise<number> {
    entry.running++
    try {
      this.guest.report = await opened.device.exec(this.call, this.guest.plan.signal)
      return 0
    } finally {
      endRun(entry)
    }
  }

  private readList(label: string, pointer: number, length: number, list: GuestBuffer[]): void {
    list.length = length
    if (length === 0) return
    const { memory, buffers } = this.guest
    memory.check(label, pointer, length * handleBytes)
    for (let index = 0; index < length; index++) {
      list[index] = buffers.get(memory.view.getUint32(pointer + index * handleBytes, true))
    }
  }

  private checkArity(entry: StoredKernel): void {
    const given = this.inputs.length + this.outputs.length
    if (given === entry.kernel.bufferCount) return
    throw new KernelSignatureError(
      `the kernel takes ${entry.kernel.bufferCount} buffers, the call gives ${given} ` +
        `(${this.inputs.length} in, ${this.outputs.length} out)`,
    )
  }

  private stacks(opened: OpenedDevice, entry: StoredKernel): MemoryRange | undefined {
    const { stack } = entry.kernel
    return stack === undefined ? undefined : this.guest.stackRoom(opened, stack.sizeBytes)
  }

  private prepareHomes(shared: boolean): MaybePromise<void> {
    let ready: MaybePromise<void> | undefined
    for (const list of [this.inputs, this.outputs]) {
      for (const buffer of list) {
        if (shared ? buffer.inGuest : buffer.onDevice) continue
        ready = after(ready, () => (shared ? buffer.prepareGuest() : buffer.prepareDevice()))
      }
    }
    return ready
  }

  private fillBuffers(from: GuestBuffer[], to: BufferArgument[], shared: boolean): void {
    to.length = from.length
    for (let index = 0; index < from.length; index++) {
      const buffer = from[index]!
      to[index] = shared ? buffer.guestRange() : buffer.deviceHome()
    }
  }

  private markChanged(shared: boolean): void {
    const home = shared ? 'guest' : 'device'
    for (let index = 0; index < this.inputs.length; index++) this.inputs[index]!.changed(home)
    for (let index = 0; index < this.outputs.length; index++) {
      this.outputs[index]!.written = true
      this.outputs[index]!.changed(home)
    }
  }
}

function checkOwner(buffers: readonly GuestBuffer[], opened: OpenedDevice): void {
  for (let index = 0; index < buffers.length; index++) {
    const owner = buffers[index]!.opened
    if (owner === opened) continue
    throw new WrongDeviceError(
      `a buffer of ${owner.info.backend} (${owner.info.name}) in a call on ${opened.info.backend} (${opened.info.name})`,
    )
  }
}

function refuseStatics(entry: StoredKernel): void {
  if (entry.kernel.statics.length === 0) return
  throw new UnsupportedKernelError([
    {
      rule: 'shared-statics',
      message: "the kernel's data segments would overwrite the guest's memory in shared mode",
      workaround: 'use memory: isolated, or pass the data as a buffer',
    },
  ])
}
