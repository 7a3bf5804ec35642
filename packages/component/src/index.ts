export { type CancellablePromise, cancelCall, type ErrorContext, Store } from '@weft/abi'
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
export type { FutureReader, LazyFuture } from './host/future-reader.js'
export type { GuestResource } from './host/guest-resource.js'
export type { HostOptions } from './host/host-types.js'
export type { ReadOptions, ReadResult, StreamChunk, StreamReader } from './host/stream-reader.js'
export type { Instance, InvokeOptions } from './instance.js'
export { defaultLinkLimits, type LinkLimits } from './link/limits.js'
export { chain, type LinkOptions, link } from './link.js'
export type {
  FutureInput,
  NumberStreamInput,
  Result,
  ResultInput,
  StreamInput,
} from './types/value-types.js'
