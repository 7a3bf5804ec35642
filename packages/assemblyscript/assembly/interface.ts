// The functions of the WITX module wasi_ephemeral_parallel, by their own names.

@external('wasi_ephemeral_parallel', 'get_device')
export declare function get_device(hint: i32, out_device_ptr: usize): i32

@external('wasi_ephemeral_parallel', 'create_buffer')
export declare function create_buffer(device: u32, size: u32, access: i32, out_buffer_ptr: usize): i32

@external('wasi_ephemeral_parallel', 'write_buffer')
export declare function write_buffer(data_ptr: usize, data_len: u32, buffer: u32): i32

@external('wasi_ephemeral_parallel', 'read_buffer')
export declare function read_buffer(buffer: u32, data_ptr: usize, data_len: u32): i32

@external('wasi_ephemeral_parallel', 'parallel_for')
export declare function parallel_for(
  kernel_table_index: u32, num_iterations: i32, block_size: i32,
  in_ptr: usize, in_len: u32, out_ptr: usize, out_len: u32,
): i32

/** In components, which have it: gives the device's buffer back. */
@inline
export function drop_buffer(buffer: u32): void {}
