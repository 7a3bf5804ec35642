// The functions of `interface` over the component interface wasi:parallel, whose core types are those of the canonical
// ABI. In a component, the build puts this file in the other's place.
import { discardLifted } from './component/memory'
import { Access, DeviceKind, Errno } from './constants'

@external('wasi:parallel/parallel@0.1.0', 'get-device')
declare function getDevice(hint: i32, result: usize): void

@external('wasi:parallel/parallel@0.1.0', '[method]device.create-buffer')
declare function createBuffer(device: u32, size: u32, access: i32, result: usize): void

@external('wasi:parallel/parallel@0.1.0', '[method]buffer.write')
declare function write(buffer: u32, data: usize, length: u32, result: usize): void

@external('wasi:parallel/parallel@0.1.0', '[method]buffer.read')
declare function read(buffer: u32, length: u32, result: usize): void

@external('wasi:parallel/parallel@0.1.0', '[method]device.parallel-exec')
declare function parallelExec(
  device: u32, kernel: usize, kernelLength: u32, iterations: i32, blockSize: i32,
  inBuffers: usize, inCount: u32, outBuffers: usize, outCount: u32, result: usize,
): void

@external('wasi:parallel/parallel@0.1.0', '[resource-drop]buffer')
declare function dropBuffer(buffer: u32): void

// The largest result: a discriminant, and a list or an error code at `payload`.
const result: usize = memory.data(12, 4)
const payload: usize = 4

export function get_device(hint: i32, out_device_ptr: usize): i32 {
  // What is no case of the WIT enum would be a trap.
  if (hint < 0 || hint > DeviceKind.IntegratedGpu) return Errno.InvalidDeviceKind
  getDevice(hint, result)
  return takeHandle(out_device_ptr)
}

export function create_buffer(device: u32, size: u32, access: i32, out_buffer_ptr: usize): i32 {
  if (access < 0 || access > Access.ReadWrite) return Errno.AccessDenied
  createBuffer(device, size, access, result)
  return takeHandle(out_buffer_ptr)
}

export function write_buffer(data_ptr: usize, data_len: u32, buffer: u32): i32 {
  write(buffer, data_ptr, data_len, result)
  return errno(1)
}

export function read_buffer(buffer: u32, data_ptr: usize, data_len: u32): i32 {
  read(buffer, data_len, result)
  const failed = errno(payload)
  if (failed != Errno.Success) return failed
  const bytes = load<usize>(result + payload)
  const length = load<u32>(result + payload, 4)
  memory.copy(data_ptr, bytes, min(length, data_len))
  // A guest that reads in a loop leaves no garbage: it is collected between calls only.
  discardLifted(bytes, length)
  return Errno.Success
}

export function parallel_exec(
  device: u32, kernel_ptr: usize, kernel_len: u32, num_iterations: i32, block_size: i32,
  in_ptr: usize, in_len: u32, out_ptr: usize, out_len: u32,
): i32 {
  parallelExec(
    device, kernel_ptr, kernel_len, num_iterations, block_size, in_ptr, in_len, out_ptr, out_len, result,
  )
  return errno(1)
}

export function drop_buffer(buffer: u32): void {
  dropBuffer(buffer)
}

function takeHandle(address: usize): i32 {
  const failed = errno(payload)
  if (failed == Errno.Success) store<u32>(address, load<u32>(result + payload))
  return failed
}

/** An `error-code` is the errno behind it: it has no `success`. */
function errno(offset: usize): i32 {
  return load<u8>(result) == 0 ? Errno.Success : <i32>load<u8>(result + offset) + 1
}
