export { device2021Kinds } from './device-2021-kinds.js'
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
  layouts,
  moduleName,
  signatures,
  type WasiEphemeralParallel,
} from './generated/wasi-ephemeral-parallel.js'
export {
  type CoreParameter,
  type CoreSignature,
  type CoreType,
  coreSignature,
  type Pointee,
} from './witx/core-signature.js'
export {
  type BuiltinType,
  type Case,
  type Field,
  type Named,
  type Representation,
  resolveType,
  type TypeDefinition,
  type WitxDocument,
  type WitxFunction,
  type WitxModule,
  type WitxParameter,
  type WitxType,
} from './witx/document.js'
export { type ParseWitxOptions, parseWitx } from './witx/parse-witx.js'
export { type Position, WitxSyntaxError } from './witx/syntax-error.js'
export { type TypeLayout, typeLayout } from './witx/type-layout.js'
