export { Store } from '@weft/abi'
export { type CompileOptions, compile } from './compile/compile.js'
export type { ByteChunks, ComponentSource } from './compile/read-source.js'
export type { Component, Imports, InstantiateOptions } from './component.js'
export type {
  CaseDescription,
  CoreImportDescription,
  ExternDescription,
  FieldDescription,
  FunctionDescription,
  TypeDescription,
} from './describe/descriptions.js'
export { ComponentError, ResourceError } from './host/errors.js'
export type { HostOptions } from './host/host-types.js'
export type { Instance } from './instance.js'
export { defaultLinkLimits, type LinkLimits } from './link/limits.js'
export { chain, type LinkOptions, link } from './link.js'
