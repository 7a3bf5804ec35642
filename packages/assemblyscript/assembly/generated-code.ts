// What the code that is generated for a kernel needs, whatever the guest itself imports.
export { Buffer } from './buffer'
export { check } from './check'
export { Device } from './device'
export { Input, Output } from './kernel-parameters'
