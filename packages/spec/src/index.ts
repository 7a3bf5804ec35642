export type DeviceKind = 'sequential' | 'cpu' | 'discrete_gpu' | 'integrated_gpu'
export type BufferAccess = 'read' | 'write' | 'read_write'
