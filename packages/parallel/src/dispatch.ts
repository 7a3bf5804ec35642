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
import type { OpenedDevice } from './device-session.js'
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

  /**
   * Reads both lists of handles and returns the device to run on: the given one, otherwise that of the first buffer,
   * otherwise the guest's default, which alone may be a promise. Throws `LimitError`, `OutOfBoundsError`, `InvalidHandleError`, `WrongDeviceError`,
   * `AccessError`.
   */
  readBuffers(
    device: OpenedDevice | undefined,
    inPointer: number,
    inLength: number,
    outPointer: number,
    outLength: number,
  ): MaybePromise<OpenedDevice> {
    if (inLength + outLength > maximumBuffers) {
      throw new LimitError(
        `${inLength + outLength} buffers in one call; a kernel takes at most ${maximumBuffers}`,
      )
    }
    this.readHandles('the list of in-buffers', inPointer, inLength, this.inputs)
    this.readHandles('the list of out-buffers', outPointer, outLength, this.outputs)
    const opened = device ?? (this.inputs[0] ?? this.outputs[0])?.opened
    if (opened === undefined) return this.guest.defaultDevice()
    for (let index = 0; index < inLength; index++) {
      const buffer = this.inputs[index]!
      if (buffer.opened !== opened) throw wrongDevice(buffer.opened, opened)
      checkInput(buffer, index)
    }
    for (let index = 0; index < outLength; index++) {
      const buffer = this.outputs[index]!
      if (buffer.opened !== opened) throw wrongDevice(buffer.opened, opened)
      checkOutput(buffer, index)
    }
    return opened
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
    const inputs = giveHomes(this.inputs, call.inBuffers, form.shared, undefined)
    const ready = giveHomes(this.outputs, call.outBuffers, form.shared, inputs)
    if (guest.suspends) return this.execSuspending(opened, entry, form.shared, ready)
    if (iterations > 0) this.markChanged(form.shared)
    guest.report = opened.device.exec(call) as ExecReport
    return 0
  }

  private async execSuspending(
    opened: OpenedDevice,
    entry: StoredKernel,
    shared: boolean,
    ready: Promise<void> | undefined,
  ): Promise<number> {
    entry.running++
    try {
      await ready
      if (this.call.iterations > 0) this.markChanged(shared)
      this.guest.report = await opened.device.exec(this.call, this.guest.plan.signal)
      return 0
    } finally {
      endRun(entry)
    }
  }

  private readHandles(label: string, pointer: number, length: number, list: GuestBuffer[]): void {
    resize(list, length)
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

  private markChanged(shared: boolean): void {
    const home = shared ? 'guest' : 'device'
    for (let index = 0; index < this.inputs.length; index++) this.inputs[index]!.changed(home)
    for (let index = 0; index < this.outputs.length; index++) {
      this.outputs[index]!.written = true
      this.outputs[index]!.changed(home)
    }
  }
}

/** Gives the device every buffer where the call runs; the promise is there if a copy must be waited for. */
function giveHomes(
  buffers: readonly GuestBuffer[],
  given: BufferArgument[],
  shared: boolean,
  before: Promise<void> | undefined,
): Promise<void> | undefined {
  let ready = before
  resize(given, buffers.length)
  for (let index = 0; index < buffers.length; index++) {
    const buffer = buffers[index]!
    if (shared ? !buffer.inGuest : !buffer.onDevice) {
      const prepared = after(ready, () => (shared ? buffer.prepareGuest() : buffer.prepareDevice()))
      ready = isPromise(prepared) ? prepared : undefined
    }
    given[index] = shared ? buffer.guestRange() : buffer.deviceHome()
  }
  return ready
}

/** Setting the length of an array costs 100 ns even where it does not change. */
function resize(list: unknown[], length: number): void {
  if (list.length !== length) list.length = length
}

function wrongDevice(owner: OpenedDevice, opened: OpenedDevice): WrongDeviceError {
  return new WrongDeviceError(
    `a buffer of ${owner.info.backend} (${owner.info.name}) in a call on ${opened.info.backend} (${opened.info.name})`,
  )
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
