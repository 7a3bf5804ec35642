export { Buffer } from './buffer'
export { Access, DeviceKind, Errno, errnoName } from './constants'
export { Device } from './device'
export { BlockSize, Input, Iteration, Iterations, Output } from './kernel-parameters'
