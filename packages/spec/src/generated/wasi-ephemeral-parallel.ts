// Generated from witx/wasi_ephemeral_parallel.witx by `npm run generate`. Do not edit.

export const deviceKinds = ['sequential', 'cpu', 'discrete_gpu', 'integrated_gpu'] as const

export type DeviceKind = (typeof deviceKinds)[number]

export const deviceKindNumbers = { sequential: 0, cpu: 1, discrete_gpu: 2, integrated_gpu: 3 } as const satisfies Record<DeviceKind, number>

export const bufferAccesses = ['read', 'write', 'read_write'] as const

export type BufferAccess = (typeof bufferAccesses)[number]

export const bufferAccessNumbers = { read: 0, write: 1, read_write: 2 } as const satisfies Record<BufferAccess, number>

export const errnos = ['success', 'invalid_device_kind', 'no_device', 'invalid_handle', 'wrong_device', 'access_denied', 'invalid_size', 'out_of_bounds', 'out_of_memory', 'limit_exceeded', 'invalid_kernel', 'kernel_signature', 'unsupported_kernel', 'invalid_table_index', 'kernel_trap', 'timed_out', 'cancelled', 'device_lost', 'internal'] as const

export type Errno = (typeof errnos)[number]

export const errnoNumbers = { success: 0, invalid_device_kind: 1, no_device: 2, invalid_handle: 3, wrong_device: 4, access_denied: 5, invalid_size: 6, out_of_bounds: 7, out_of_memory: 8, limit_exceeded: 9, invalid_kernel: 10, kernel_signature: 11, unsupported_kernel: 12, invalid_table_index: 13, kernel_trap: 14, timed_out: 15, cancelled: 16, device_lost: 17, internal: 18 } as const satisfies Record<Errno, number>
