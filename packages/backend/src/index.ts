export type { BufferAccess, DeviceKind } from '@weft/spec'
export { BufferAllocator, bufferAlignmentBytes } from './buffer-allocator.js'
export { type BufferPlaces, BufferTable } from './buffer-table.js'
export { layDownStatics, setKernelGlobals, stackPointerOf } from './call-values.js'
export { bufferArguments, checkCall, isDeviceBuffer } from './check-call.js'
export {
  checkKernel,
  checkKernelArity,
  checkKernelModule,
  checkStatics,
  compileKernel,
  instantiateKernel,
} from './check-kernel.js'
export { DeviceMemory } from './device-memory.js'
export type {
  Backend,
  BufferArgument,
  Device,
  DeviceBuffer,
  DeviceInfo,
  DeviceLimits,
  ExecReport,
  ExecTimings,
  KernelCall,
  KernelFunction,
  KernelGlobal,
  KernelModule,
  KernelStack,
  MaybePromise,
  MemoryRange,
  OpenOptions,
  PreparedKernel,
  ProbeResult,
  StaticData,
} from './interface.js'
export { createSequentialBackend } from './sequential/sequential-backend.js'
export { type TrapPlace, trapCauseOf, trapErrorOf, trapPlaceOf } from './trap.js'
