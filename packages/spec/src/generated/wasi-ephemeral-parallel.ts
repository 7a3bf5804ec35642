// Generated from witx/wasi_ephemeral_parallel.witx by "npm run generate". Do not edit.

import type { CoreSignature } from '../witx/core-signature.js'
import type { TypeLayout } from '../witx/type-layout.js'

/** The kind of device that a guest would like. It is a hint: the host may choose another. */
export type DeviceKind =
  /** One thread, the iterations in order. */
  | 'sequential'
  /** The threads of the central processor. */
  | 'cpu'
  /** A graphics processor with memory of its own. */
  | 'discrete_gpu'
  /** A graphics processor that shares memory with the central processor. */
  | 'integrated_gpu'

/** The number of each `DeviceKind`. */
export const deviceKindNumbers = {
  /** One thread, the iterations in order. */
  sequential: 0,
  /** The threads of the central processor. */
  cpu: 1,
  /** A graphics processor with memory of its own. */
  discrete_gpu: 2,
  /** A graphics processor that shares memory with the central processor. */
  integrated_gpu: 3,
} as const satisfies Readonly<Record<DeviceKind, number>>

/** Each `DeviceKind` at the index that is its number. */
export const deviceKinds = [
  'sequential',
  'cpu',
  'discrete_gpu',
  'integrated_gpu',
] as const satisfies readonly DeviceKind[]

/** What kernels do with a buffer. */
export type BufferAccess =
  /** They only read it: it can be an in-buffer. */
  | 'read'
  /** They only write it: it can be an out-buffer. */
  | 'write'
  /** They read and write it: it can be either or both. */
  | 'read_write'

/** The number of each `BufferAccess`. */
export const bufferAccessNumbers = {
  /** They only read it: it can be an in-buffer. */
  read: 0,
  /** They only write it: it can be an out-buffer. */
  write: 1,
  /** They read and write it: it can be either or both. */
  read_write: 2,
} as const satisfies Readonly<Record<BufferAccess, number>>

/** Each `BufferAccess` at the index that is its number. */
export const bufferAccesses = ['read', 'write', 'read_write'] as const satisfies readonly BufferAccess[]

/** Why a call failed. Numbers are stable: a case is never renumbered or reused. */
export type Errno =
  /** The call did what was asked. */
  | 'success'
  /** The hint is no `DeviceKind`. */
  | 'invalid_device_kind'
  /** No device serves the hint, and the host was told not to choose another kind. */
  | 'no_device'
  /** A handle that was never given out, or that was freed. */
  | 'invalid_handle'
  /** A buffer was used with a device that it does not belong to. */
  | 'wrong_device'
  /** A buffer was used against its `BufferAccess`, or the number given is no `BufferAccess`. */
  | 'access_denied'
  /** A size that is zero, too large, or does not fit the buffer. */
  | 'invalid_size'
  /** A pointer and length leave the guest's memory. */
  | 'out_of_bounds'
  /** The device or the host has no memory left for this. */
  | 'out_of_memory'
  /** A limit that the host sets on guests was reached. */
  | 'limit_exceeded'
  /** The kernel is no WebAssembly module, or it lacks the `kernel` export. */
  | 'invalid_kernel'
  /** The kernel's parameters do not fit the buffers of the call. */
  | 'kernel_signature'
  /** A valid kernel that the chosen device cannot run. */
  | 'unsupported_kernel'
  /** The table index is out of range, null, or names no function that can be a kernel. */
  | 'invalid_table_index'
  /** An iteration trapped. What the iterations that ran have written stays in the buffers. */
  | 'kernel_trap'
  /** The time limit set by the host ended the call. */
  | 'timed_out'
  /** The host cancelled the call. */
  | 'cancelled'
  /** The device is gone; its buffers are lost. */
  | 'device_lost'
  /** The host failed in a way that is not the guest's fault. */
  | 'internal'

/** The number of each `Errno`. */
export const errnoNumbers = {
  /** The call did what was asked. */
  success: 0,
  /** The hint is no `DeviceKind`. */
  invalid_device_kind: 1,
  /** No device serves the hint, and the host was told not to choose another kind. */
  no_device: 2,
  /** A handle that was never given out, or that was freed. */
  invalid_handle: 3,
  /** A buffer was used with a device that it does not belong to. */
  wrong_device: 4,
  /** A buffer was used against its `BufferAccess`, or the number given is no `BufferAccess`. */
  access_denied: 5,
  /** A size that is zero, too large, or does not fit the buffer. */
  invalid_size: 6,
  /** A pointer and length leave the guest's memory. */
  out_of_bounds: 7,
  /** The device or the host has no memory left for this. */
  out_of_memory: 8,
  /** A limit that the host sets on guests was reached. */
  limit_exceeded: 9,
  /** The kernel is no WebAssembly module, or it lacks the `kernel` export. */
  invalid_kernel: 10,
  /** The kernel's parameters do not fit the buffers of the call. */
  kernel_signature: 11,
  /** A valid kernel that the chosen device cannot run. */
  unsupported_kernel: 12,
  /** The table index is out of range, null, or names no function that can be a kernel. */
  invalid_table_index: 13,
  /** An iteration trapped. What the iterations that ran have written stays in the buffers. */
  kernel_trap: 14,
  /** The time limit set by the host ended the call. */
  timed_out: 15,
  /** The host cancelled the call. */
  cancelled: 16,
  /** The device is gone; its buffers are lost. */
  device_lost: 17,
  /** The host failed in a way that is not the guest's fault. */
  internal: 18,
} as const satisfies Readonly<Record<Errno, number>>

/** Each `Errno` at the index that is its number. */
export const errnos = [
  'success',
  'invalid_device_kind',
  'no_device',
  'invalid_handle',
  'wrong_device',
  'access_denied',
  'invalid_size',
  'out_of_bounds',
  'out_of_memory',
  'limit_exceeded',
  'invalid_kernel',
  'kernel_signature',
  'unsupported_kernel',
  'invalid_table_index',
  'kernel_trap',
  'timed_out',
  'cancelled',
  'device_lost',
  'internal',
] as const satisfies readonly Errno[]

/** How a value of each type lies in the guest's memory. */
export const layouts = {
  size: { sizeBytes: 4, alignmentBytes: 4 },
  device_kind: { sizeBytes: 1, alignmentBytes: 1 },
  buffer_access: { sizeBytes: 1, alignmentBytes: 1 },
  errno: { sizeBytes: 4, alignmentBytes: 4 },
  device: { sizeBytes: 4, alignmentBytes: 4 },
  buffer: { sizeBytes: 4, alignmentBytes: 4 },
} as const satisfies Readonly<Record<string, TypeLayout>>

/** The module name that a guest imports from. */
export const moduleName = 'wasi_ephemeral_parallel'

/** The core signature of each function, with the size of what its pointers point to. */
export const signatures = {
  get_device: {
    params: [
      { name: 'hint', type: 'i32' },
      {
        name: 'out_device_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 4, alignmentBytes: 4, access: 'write' },
      },
    ],
    results: ['i32'],
  },
  create_buffer: {
    params: [
      { name: 'device', type: 'i32' },
      { name: 'size', type: 'i32' },
      { name: 'access', type: 'i32' },
      {
        name: 'out_buffer_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 4, alignmentBytes: 4, access: 'write' },
      },
    ],
    results: ['i32'],
  },
  write_buffer: {
    params: [
      {
        name: 'data_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 1, alignmentBytes: 1, access: 'read', countedBy: 'data_len' },
      },
      { name: 'data_len', type: 'i32' },
      { name: 'buffer', type: 'i32' },
    ],
    results: ['i32'],
  },
  read_buffer: {
    params: [
      { name: 'buffer', type: 'i32' },
      {
        name: 'data_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 1, alignmentBytes: 1, access: 'write' },
      },
      { name: 'data_len', type: 'i32' },
    ],
    results: ['i32'],
  },
  parallel_exec: {
    params: [
      { name: 'device', type: 'i32' },
      {
        name: 'kernel_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 1, alignmentBytes: 1, access: 'read', countedBy: 'kernel_len' },
      },
      { name: 'kernel_len', type: 'i32' },
      { name: 'num_iterations', type: 'i32' },
      { name: 'block_size', type: 'i32' },
      {
        name: 'in_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 4, alignmentBytes: 4, access: 'read', countedBy: 'in_len' },
      },
      { name: 'in_len', type: 'i32' },
      {
        name: 'out_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 4, alignmentBytes: 4, access: 'read', countedBy: 'out_len' },
      },
      { name: 'out_len', type: 'i32' },
    ],
    results: ['i32'],
  },
  parallel_for: {
    params: [
      { name: 'kernel_table_index', type: 'i32' },
      { name: 'num_iterations', type: 'i32' },
      { name: 'block_size', type: 'i32' },
      {
        name: 'in_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 4, alignmentBytes: 4, access: 'read', countedBy: 'in_len' },
      },
      { name: 'in_len', type: 'i32' },
      {
        name: 'out_ptr',
        type: 'i32',
        pointsTo: { sizeBytes: 4, alignmentBytes: 4, access: 'read', countedBy: 'out_len' },
      },
      { name: 'out_len', type: 'i32' },
    ],
    results: ['i32'],
  },
} as const satisfies Readonly<Record<string, CoreSignature>>

/**
 * A guest says what can run in parallel; the host decides on which device, with how many threads, and how the
 * work is split. Every function returns an `Errno`; results go through pointers that the guest passes, and
 * nothing is written through them unless the function succeeds.
 */
export interface WasiEphemeralParallel {
  /**
   * Asks for a device. Succeeds for every valid hint, unless the host is told to honour hints strictly.
   * @param hint The kind of device that suits the work.
   */
  get_device(hint: number, outDevicePtr: number): number
  /**
   * Makes a zero-filled buffer in the memory of a device.
   * @param size In bytes; not zero.
   * @param access What kernels will do with it.
   */
  create_buffer(device: number, size: number, access: number, outBufferPtr: number): number
  /**
   * Copies bytes from the guest's memory to the start of a buffer.
   * @param dataPtr Not longer than the buffer.
   */
  write_buffer(dataPtr: number, dataLen: number, buffer: number): number
  /**
   * Copies bytes from the start of a buffer into the guest's memory.
   * @param dataPtr Where the bytes go.
   * @param dataLen How many bytes; not more than the buffer has.
   */
  read_buffer(buffer: number, dataPtr: number, dataLen: number): number
  /**
   * Runs a kernel, given as the bytes of a module, once for every iteration, and returns when all are done. The
   * order of the iterations is not defined.
   *
   * The module imports a shared memory as `"" "memory"` and exports `kernel`, which takes the iteration, the
   * number of iterations, the block size, then pointer and length of each in-buffer and of each out-buffer,
   * and returns nothing.
   * @param kernelPtr A WebAssembly module in its binary form.
   * @param blockSize Given to the kernel as it is; 0 lets the device choose.
   */
  parallel_exec(
    device: number,
    kernelPtr: number,
    kernelLen: number,
    numIterations: number,
    blockSize: number,
    inPtr: number,
    inLen: number,
    outPtr: number,
    outLen: number,
  ): number
  /**
   * Runs a function of the guest's own table as the kernel, otherwise as `parallel_exec`. The call names no device:
   * the host chooses one that has the buffers. From the draft of 2021.
   * @param kernelTableIndex Index into the guest's exported table (`__indirect_function_table` or `table`).
   * @param blockSize Given to the kernel as it is; 0 lets the device choose.
   */
  parallel_for(
    kernelTableIndex: number,
    numIterations: number,
    blockSize: number,
    inPtr: number,
    inLen: number,
    outPtr: number,
    outLen: number,
  ): number
}
