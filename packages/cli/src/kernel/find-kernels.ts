import { type ExtractedKernel, extractKernel, type Module, readKernel, readNames } from '@weft/wasm-binary'
import type { LoadedModule } from '../load-module.js'
import { embeddedModules } from './embedded-modules.js'
import { tableFunctions } from './table-functions.js'

/** A kernel, or what would be one if nothing spoke against it. */
export interface FoundKernel {
  /** The module itself; a function in its table, for `parallel_for`; a module in its data, for `parallel_exec`. */
  readonly form: 'module' | 'table' | 'data'
  /** `$square`, `function 3`, `kernel`, and of a module in data segment 0 `kernel@0:1024`. */
  readonly name: string
  /** For people: where it stands. */
  readonly place: string
  readonly functionIndex?: number
  /** Of a function in the table, where that is constant. */
  readonly tableIndex?: number
  /** Throws `InvalidKernelError`, `KernelSignatureError`, `UnsupportedKernelError`. */
  read(): ExtractedKernel
}

/** Every kernel of a file, in the order: the module itself, its table, its data. */
export function findKernels({ bytes, module }: LoadedModule): FoundKernel[] {
  return [...ownKernel(bytes, module), ...tableKernels(module), ...dataKernels(module)]
}

/** A function by its index, whether anything calls it as a kernel or not. */
export function functionKernel(module: Module, functionIndex: number): FoundKernel {
  return {
    form: 'table',
    name: functionName(module, functionIndex),
    place: 'a function of the module',
    functionIndex,
    read: () => extractKernel(module, functionIndex),
  }
}

/** `$name` where the module has one. */
function functionName(module: Module, functionIndex: number): string {
  const name = readNames(module).functions.get(functionIndex)
  return name === undefined ? `function ${functionIndex}` : `$${name}`
}

function ownKernel(bytes: Uint8Array, module: Module): FoundKernel[] {
  if (!module.exports.some(({ name }) => name === 'kernel')) return []
  return [{ form: 'module', name: 'kernel', place: 'the module itself', read: () => readKernel(bytes) }]
}

function tableKernels(module: Module): FoundKernel[] {
  return tableFunctions(module).map(({ index, functionIndex }) => ({
    ...functionKernel(module, functionIndex),
    place: `table entry ${index ?? '?'}`,
    ...(index === undefined ? {} : { tableIndex: index }),
  }))
}

function dataKernels(module: Module): FoundKernel[] {
  return embeddedModules(module).map(({ segment, offset, bytes }) => ({
    form: 'data',
    name: `kernel@${segment}:${offset}`,
    place: `data segment ${segment}, offset 0x${offset.toString(16)}`,
    read: () => readKernel(bytes),
  }))
}
