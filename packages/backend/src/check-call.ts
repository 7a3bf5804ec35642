import {
  assertIntegerIn,
  assertU32,
  KernelSignatureError,
  OutOfBoundsError,
  UnsupportedKernelError,
} from '@weft/core'
import { checkStatics } from './check-kernel.js'
import type {
  BufferArgument,
  DeviceBuffer,
  DeviceInfo,
  KernelCall,
  KernelModule,
  MemoryRange,
} from './interface.js'

/**
 * What every device checks of a call before it runs anything; of its kernel, `checkKernel` did in `prepare`. `checkBuffer` is the device's own: it throws
 * `WrongDeviceError` for a foreign buffer and `InvalidHandleError` for a freed one.
 *
 * Throws `KernelSignatureError` for a wrong number of buffers, `OutOfBoundsError` for a range outside `call.memory`,
 * `UnsupportedKernelError` for what the device does not support, `TypeError` and `RangeError` for malformed calls.
 */
export function checkCall(
  info: DeviceInfo,
  call: KernelCall,
  checkBuffer: (buffer: DeviceBuffer) => void,
): void {
  const { kernel } = call.kernel
  assertU32('call.iterations', call.iterations)
  assertU32('call.blockSize', call.blockSize)
  if (call.statics !== undefined) checkStatics(call.statics, kernel.staticBytes)
  checkTimeLimit(call.timeLimitMs)
  checkBufferCount(call)
  const given = call.globals?.length ?? kernel.globals.length
  if (given !== kernel.globals.length) {
    throw new KernelSignatureError(`the kernel has ${kernel.globals.length} globals, the call gives ${given}`)
  }
  if (call.globals !== undefined && given > 0) checkGlobals(call.globals, kernel)
  if (call.memory !== undefined) checkShared(info, call, call.memory)
  else {
    for (const buffer of call.inBuffers) checkBuffer(deviceBufferOf(buffer))
    for (const buffer of call.outBuffers) checkBuffer(deviceBufferOf(buffer))
  }
}

/** True for a buffer of a device, false for a range of the call's memory. */
export function isDeviceBuffer(buffer: BufferArgument): buffer is DeviceBuffer {
  return 'free' in buffer
}

const noValues: readonly number[] = []

/** What the kernel gets behind its three fixed arguments: pointer and length of each buffer. */
export function bufferArguments(
  call: KernelCall,
  rangeOf: (buffer: DeviceBuffer) => MemoryRange,
): readonly number[] {
  if (call.inBuffers.length === 0 && call.outBuffers.length === 0) return noValues
  const values: number[] = []
  // Plain loops: this stands in the way of every call, and flatMap made it 80 ns slower.
  for (const list of [call.inBuffers, call.outBuffers]) {
    for (let index = 0; index < list.length; index++) {
      const buffer = list[index]!
      const range = isDeviceBuffer(buffer) ? rangeOf(buffer) : buffer
      values.push(range.address, range.sizeBytes)
    }
  }
  return values
}

function checkGlobals(values: readonly (number | bigint)[], kernel: KernelModule): void {
  for (let index = 0; index < values.length; index++) {
    const { exportName, type } = kernel.globals[index]!
    if ((typeof values[index] === 'bigint') === (type === 'i64')) continue
    throw new TypeError(
      `call.globals[${index}], for the ${type} global ${exportName}, is a ${typeof values[index]}`,
    )
  }
}

function checkTimeLimit(timeLimitMs: number | undefined): void {
  if (timeLimitMs === undefined || timeLimitMs > 0) return
  throw new RangeError(`call.timeLimitMs must be more than 0, not ${timeLimitMs}`)
}

function checkBufferCount(call: KernelCall): void {
  const { bufferCount } = call.kernel.kernel
  const given = call.inBuffers.length + call.outBuffers.length
  if (given === bufferCount) return
  throw new KernelSignatureError(
    `the kernel takes ${bufferCount} buffers, the call gives ${given} ` +
      `(${call.inBuffers.length} in, ${call.outBuffers.length} out)`,
  )
}

function deviceBufferOf(buffer: BufferArgument): DeviceBuffer {
  if (isDeviceBuffer(buffer)) return buffer
  throw new TypeError('a memory range needs call.memory; without it every buffer must be one of the device')
}

function checkShared(info: DeviceInfo, call: KernelCall, memory: WebAssembly.Memory): void {
  if (info.supportsSharedMemory !== true) {
    const message = `${info.name} cannot run on a caller's memory`
    throw new UnsupportedKernelError([
      { rule: 'shared-memory', message, workaround: 'copy to buffers of the device' },
    ])
  }
  const { stack, staticBytes } = call.kernel.kernel
  if (!hasBytes(memory, staticBytes)) {
    throw new OutOfBoundsError(
      `the kernel's static data needs ${staticBytes} bytes, call.memory has ${sharedSizeOf(memory)}`,
    )
  }
  for (const buffer of call.inBuffers) checkRange('a buffer', rangeArgumentOf(buffer), memory)
  for (const buffer of call.outBuffers) checkRange('a buffer', rangeArgumentOf(buffer), memory)
  if (stack === undefined) return
  if (call.stacks === undefined) throw new TypeError('a kernel with a stack needs call.stacks in shared mode')
  checkRange('call.stacks', call.stacks, memory)
  const needed = stack.sizeBytes * info.limits.parallelism
  if (call.stacks.sizeBytes < needed) {
    throw new OutOfBoundsError(`call.stacks has ${call.stacks.sizeBytes} bytes, ${needed} are needed`)
  }
}

function rangeArgumentOf(buffer: BufferArgument): MemoryRange {
  if (!isDeviceBuffer(buffer)) return buffer
  throw new TypeError(
    'with call.memory every buffer must be a range of that memory, not a buffer of the device',
  )
}

function checkRange(label: string, { address, sizeBytes }: MemoryRange, memory: WebAssembly.Memory): void {
  if (!isAddress(address)) assertIntegerIn(`address of ${label}`, address, 0, 2 ** 32)
  if (!isAddress(sizeBytes)) assertIntegerIn(`size of ${label}`, sizeBytes, 0, 2 ** 32)
  if (hasBytes(memory, address + sizeBytes)) return
  const place = `${label} at ${address}, ${sizeBytes} bytes long,`
  throw new OutOfBoundsError(`${place} leaves call.memory of ${sharedSizeOf(memory)} bytes`)
}

/** A cheap form of the check that follows it. */
function isAddress(value: number): boolean {
  return value >= 0 && value <= 2 ** 32 && Number.isInteger(value)
}

/** Sizes that memories had. A shared memory only grows, and asking one costs 60 ns, so a known size is good enough. */
const knownSizes = new WeakMap<WebAssembly.Memory, number>()

function hasBytes(memory: WebAssembly.Memory, sizeBytes: number): boolean {
  return (knownSizes.get(memory) ?? -1) >= sizeBytes || sharedSizeOf(memory) >= sizeBytes
}

function sharedSizeOf(memory: WebAssembly.Memory): number {
  const buffer: unknown = memory.buffer
  if (!(buffer instanceof SharedArrayBuffer)) {
    throw new TypeError('call.memory must be a shared WebAssembly.Memory')
  }
  knownSizes.set(memory, buffer.byteLength)
  return buffer.byteLength
}
