export {
  type BufferAccess,
  bufferAccesses,
  bufferAccessNumbers,
  type DeviceKind,
  deviceKindNumbers,
  deviceKinds,
  type Errno,
  errnoNumbers,
  errnos,
} from './generated/wasi-ephemeral-parallel.js'
