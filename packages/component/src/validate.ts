export type {
  CoreExterns,
  CoreExternType,
  CoreGlobalType,
  CoreModuleType,
  CoreTableType,
  CoreType,
} from './core-types/core-types.js'
export { externMismatch } from './validate/subtyping.js'
export type {
  AnyType,
  CaseType,
  ComponentInterface,
  ComponentType,
  DefinedType,
  Externs,
  ExternType,
  FunctionType,
  InstanceType,
  LabeledType,
  Resource,
  ResourceType,
  TypeExtern,
  ValueType,
} from './validate/type-model.js'
export { validateComponent } from './validate/validate-component.js'
