export { assertBytes, assertIntegerIn, assertOneOf, assertU32 } from './assert.js'
export { ByteReader } from './byte-reader.js'
export { ByteWriter } from './byte-writer.js'
export { type Capabilities, probeCapabilities } from './capabilities.js'
export {
  CannotSuspendError,
  type GuestAbort,
  LinkError,
  type TrapContext,
  TrapError,
  ValidationError,
} from './component-errors.js'
export {
  AccessError,
  BinaryError,
  CancelledError,
  DeviceLostError,
  formatDiagnostic,
  GuestError,
  InvalidDeviceKindError,
  InvalidHandleError,
  InvalidKernelError,
  type KernelDiagnostic,
  KernelSignatureError,
  KernelTrapError,
  LimitError,
  NoDeviceError,
  OutOfBoundsError,
  OutOfMemoryError,
  SizeError,
  TableIndexError,
  TimeoutError,
  type TrapCause,
  type TrapInfo,
  trapCauses,
  UnsupportedKernelError,
  WeftError,
  type WeftErrorOptions,
  WrongDeviceError,
} from './errors.js'
export { defaultLimits, type Limits, maximumPages, pageSizeBytes } from './limits.js'
