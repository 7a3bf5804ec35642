import {
  checkCall,
  checkKernel,
  type Device,
  type DeviceBuffer,
  type DeviceInfo,
  type ExecReport,
  type KernelCall,
  type KernelModule,
  type MaybePromise,
  type MemoryRange,
  type PreparedKernel,
} from '@weft/backend'
import {
  assertBytes,
  CancelledError,
  DeviceLostError,
  InvalidKernelError,
  WrongDeviceError,
} from '@weft/core'
import type { AddressSpace } from './address-space.js'
import { type Begun, CallQueue, plainWork } from './call-queue.js'
import { drained, endable } from './ending.js'
import { Generation } from './generation.js'
import { type CallContext, GpuCall } from './gpu-call.js'
import type { GpuSession, OpenedGpu } from './gpu-session.js'
import { type Compile, KernelCompiler } from './kernel-compiler.js'
import type { WebGpuSettings } from './options.js'
import { checkStack, WebGpuKernel } from './webgpu-kernel.js'

/** What a device is made of. */
export interface WebGpuDeviceParts {
  readonly info: DeviceInfo
  readonly space: AddressSpace
  readonly settings: WebGpuSettings
  readonly compile: Compile
  /** Opens the GPU device, and opens it again after it was lost. */
  openGpu(): Promise<OpenedGpu>
}

/**
 * A GPU. Calls run in the order in which they come, also reads and writes; where those return a promise, the caller's
 * bytes must be left alone until it settles.
 */
export class WebGpuDevice implements Device {
  readonly info: DeviceInfo
  private readonly parts: WebGpuDeviceParts
  private readonly queue = new CallQueue()
  private readonly compiler: KernelCompiler
  private readonly generations = new WeakMap<DeviceBuffer, Generation>()
  private generation: Generation
  private closed = false
  private readonly rangeOf = (buffer: DeviceBuffer): MemoryRange => this.tableOf(buffer).rangeOf(buffer)

  constructor(parts: WebGpuDeviceParts) {
    this.info = parts.info
    this.parts = parts
    this.compiler = new KernelCompiler(parts.compile, parts.settings)
    this.generation = this.createGeneration()
  }

  /** Opens the GPU device if it is not open. Throws `NoDeviceError`, `DeviceLostError`. */
  async open(): Promise<this> {
    await this.generation.session()
    return this
  }

  createBuffer(sizeBytes: number, access: DeviceBuffer['access']): DeviceBuffer {
    this.assertOpen()
    const buffer = this.generation.buffers.create(sizeBytes, access)
    this.generations.set(buffer, this.generation)
    return buffer
  }

  write(buffer: DeviceBuffer, source: Uint8Array): MaybePromise<void> {
    this.assertOpen()
    assertBytes('source', source)
    const range = this.checkLength(buffer, source.length)
    if (source.length === 0) return
    const session = this.queue.isBusy ? undefined : this.generation.ready
    if (session?.transfers.writeNow(range, source)) return
    return this.transfer(buffer, ({ transfers }) => transfers.write(range, source))
  }

  read(buffer: DeviceBuffer, target: Uint8Array): MaybePromise<void> {
    this.assertOpen()
    assertBytes('target', target)
    const range = this.checkLength(buffer, target.length)
    if (target.length === 0) return
    return this.transfer(buffer, ({ transfers }) => transfers.read(range, target))
  }

  async prepare(kernel: KernelModule, signal?: AbortSignal): Promise<PreparedKernel> {
    this.assertOpen()
    refuseAborted(signal)
    checkKernel(this.info, kernel)
    const shader = await this.compiler.shaderOf(kernel)
    checkStack(shader.compiled, this.parts.space)
    await this.compiler.makePipeline(shader, await this.generation.session(), signal)
    this.assertOpen()
    refuseAborted(signal)
    return new WebGpuKernel(kernel, shader, this)
  }

  async exec(call: KernelCall, signal?: AbortSignal): Promise<ExecReport> {
    this.assertOpen()
    refuseAborted(signal)
    const kernel = this.kernelOf(call.kernel)
    checkCall(this.info, call, this.rangeOf)
    return this.queue.add(() => this.begin(call, kernel, signal), signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.generation.end(closedMessage)
  }

  /** What the call names may have changed while it waited, and may change whenever this waits: it is checked again. */
  private async begin(
    call: KernelCall,
    kernel: WebGpuKernel,
    signal: AbortSignal | undefined,
  ): Promise<Begun<ExecReport>> {
    this.assertUsable(call, signal)
    if (call.iterations === 0) return nothingToDo(call)
    const { generation } = this
    const session = await generation.session()
    const waited = performance.now()
    const pipeline = await session.pipelines.get(kernel.key, kernel.compiled)
    const compileMs = performance.now() - waited
    this.assertUsable(call, signal)
    const gpuCall = await GpuCall.place(call, kernel, this.contextOf(generation, session))
    const work = gpuCall.run(pipeline, compileMs, () => this.assertUsable(call, signal))
    return this.endableWork(session, work, call.timeLimitMs, signal)
  }

  private contextOf(generation: Generation, session: GpuSession): CallContext {
    const { space, settings } = this.parts
    const { fuel } = settings.compile
    return { generation, session, space, fuel, rangeOf: this.rangeOf }
  }

  private endableWork(
    session: GpuSession,
    work: Promise<ExecReport>,
    timeLimitMs: number | undefined,
    signal: AbortSignal | undefined,
  ): Begun<ExecReport> {
    const { settings } = this.parts
    const result = endable(work, timeLimitMs ?? settings.timeLimitMs, signal)
    const giveUp = () =>
      session.end('the GPU device was given up with its buffers: it did not end a call in time')
    return { result, idle: drained(work, result, settings.endingGraceMs, giveUp) }
  }

  private transfer(buffer: DeviceBuffer, move: (session: GpuSession) => Promise<void>): Promise<void> {
    return this.queue.add(
      plainWork(async () => {
        this.assertOpen()
        this.rangeOf(buffer)
        const session = await this.generation.session()
        this.rangeOf(buffer)
        await move(session)
      }),
    )
  }

  private createGeneration(): Generation {
    const { space, settings, openGpu } = this.parts
    const generation: Generation = new Generation(space, settings, openGpu, () => {
      if (this.generation === generation) this.generation = this.createGeneration()
    })
    return generation
  }

  private tableOf(buffer: DeviceBuffer): Generation['buffers'] {
    const generation = this.generations.get(buffer)
    if (generation === undefined || generation === this.generation) return this.generation.buffers
    throw new DeviceLostError('the buffer was lost with the GPU device it lay on: create it again')
  }

  private checkLength(buffer: DeviceBuffer, lengthBytes: number): MemoryRange {
    const range = this.rangeOf(buffer)
    this.tableOf(buffer).startOf(buffer, lengthBytes)
    return range
  }

  private kernelOf(prepared: PreparedKernel): WebGpuKernel {
    if (!(prepared instanceof WebGpuKernel) || prepared.owner !== this) {
      throw new WrongDeviceError('the kernel was prepared on another device: prepare it on this one')
    }
    if (prepared.released) throw new InvalidKernelError('the kernel was released: prepare it again')
    return prepared
  }

  private assertUsable(call: KernelCall, signal: AbortSignal | undefined): void {
    this.assertOpen()
    refuseAborted(signal)
    checkCall(this.info, call, this.rangeOf)
  }

  private assertOpen(): void {
    if (this.closed) throw new DeviceLostError(closedMessage)
  }
}

const closedMessage = 'the GPU device was closed: open it again with backend.open'

function nothingToDo(call: KernelCall): Begun<ExecReport> {
  const report = { parallelism: 0, groupSize: 0, blockSize: call.blockSize || 1 }
  return { result: Promise.resolve(report), idle: Promise.resolve() }
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError({ cause: signal.reason })
}
