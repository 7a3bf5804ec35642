export { compileKernel } from './compile-kernel.js'
export type {
  BindingPlan,
  CompiledKernel,
  CompileOptions,
  KernelSource,
  ParameterPlan,
  Segment,
  SourceLines,
  TrapSite,
} from './compiled-kernel.js'
export type { FloatMode, ValueType } from './value-type.js'
