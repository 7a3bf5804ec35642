import { moduleName } from '@weft/spec'
import { memoryTypes, tableTypes } from '@weft/wasm-binary'
import { type FoundKernel, findKernels } from '../kernel/find-kernels.js'
import type { LoadedModule } from '../load-module.js'
import {
  describeExports,
  describeImports,
  describeMemory,
  describeTable,
  type InterfaceItem,
} from './describe-interface.js'
import {
  type DataKernelReport,
  describeDataKernel,
  describeKernel,
  describeTableKernel,
  type KernelReport,
  type TableKernelReport,
} from './describe-kernel.js'
import { type SectionSize, sectionSizes } from './section-sizes.js'

/** What `weft inspect` says about a module. */
export interface ModuleReport {
  readonly sizeBytes: number
  readonly imports: readonly (InterfaceItem & { readonly module: string })[]
  readonly exports: readonly InterfaceItem[]
  /** Imported ones included, in index order. */
  readonly memories: readonly string[]
  readonly tables: readonly string[]
  readonly sections: readonly SectionSize[]
  /** Only of a module that exports `kernel`. */
  readonly kernel?: KernelReport
  /** Only of a module that imports the interface. */
  readonly guest?: {
    readonly functions: readonly string[]
    readonly tableKernels: readonly TableKernelReport[]
    readonly dataKernels: readonly DataKernelReport[]
  }
}

/** Looks at a module without running it. Throws `BinaryError` for function bodies that are malformed. */
export function inspectModule(loaded: LoadedModule): ModuleReport {
  const { bytes, module } = loaded
  const kernels = findKernels(loaded)
  const own = kernels.find(({ form }) => form === 'module')
  const functions = module.imports.filter((entry) => entry.module === moduleName).map(({ name }) => name)
  return {
    sizeBytes: bytes.length,
    imports: describeImports(module),
    exports: describeExports(module),
    memories: memoryTypes(module).map(describeMemory),
    tables: tableTypes(module).map(describeTable),
    sections: sectionSizes(bytes),
    ...(own === undefined ? {} : { kernel: describeKernel(own) }),
    ...(functions.length === 0 ? {} : { guest: { functions, ...guestKernels(kernels) } }),
  }
}

function guestKernels(kernels: readonly FoundKernel[]) {
  return {
    tableKernels: kernels.filter(({ form }) => form === 'table').map(describeTableKernel),
    dataKernels: kernels.filter(({ form }) => form === 'data').map(describeDataKernel),
  }
}
