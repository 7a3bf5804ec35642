import { assertU32 } from '@weft/core'
import type { Module } from '../module.js'
import { buildKernel } from './build-kernel.js'
import { type ClosureOptions, collectClosure } from './closure.js'
import { Diagnostics } from './diagnostics.js'
import type { ExtractedKernel } from './extracted-kernel.js'
import { planGlobals, stackExportName } from './kernel-globals.js'
import { type ModuleView, viewOf } from './module-view.js'
import { findShadowStack } from './shadow-stack.js'
import { checkSignature } from './signature.js'
import { recogniseInitialisation } from './start-function.js'
import { declaredMemoryBytes, layOutStatics, reportUnplaced, staticSizeBytes } from './static-data.js'

/**
 * Turns a function of a module into a kernel of its own: the functions it can reach with their types, globals, static
 * table entries and static data. Throws `KernelSignatureError`, `UnsupportedKernelError` with every reason,
 * `RangeError` for an index outside the module, and `BinaryError` for malformed function bodies.
 */
export function extractKernel(module: Module, functionIndex: number): ExtractedKernel {
  assertU32('functionIndex', functionIndex)
  const view = viewOf(module)
  if (functionIndex >= view.functionTypes.length) {
    throw new RangeError(`functionIndex must be below ${view.functionTypes.length}, not ${functionIndex}`)
  }
  return extract(view, functionIndex, new Diagnostics(view.names.functions), { importsReported: false })
}

/** The same, with what was already found to complain about. */
export function extract(
  view: ModuleView,
  root: number,
  diagnostics: Diagnostics,
  options: ClosureOptions,
): ExtractedKernel {
  const name = view.names.functions.get(root)
  const bufferCount = checkSignature(
    view.functionType(root),
    name === undefined ? `function ${root}` : `function $${name}`,
  )
  reportMemories(view, diagnostics)
  const closure = collectClosure(view, root, diagnostics, options)
  const start = view.module.start
  const initialisation = start === undefined ? undefined : recogniseInitialisation(view, start)
  const layout = layOutStatics(view, initialisation)
  if (closure.readsMemory) reportUnplaced(layout, diagnostics)
  const stack = findShadowStack(view, closure.globals.keys(), layout)
  const plan = planGlobals(view, closure, stack, initialisation, diagnostics)
  diagnostics.throwIfAny()
  const { bytes, functions } = buildKernel(view, root, closure, plan)
  const statics = closure.readsMemory
    ? layout.statics.map(({ address, bytes }) => ({ address, bytes: new Uint8Array(bytes) }))
    : []
  const ownsMemory = statics.length > 0 || stack !== undefined
  return {
    bytes,
    bufferCount,
    statics,
    staticBytes: ownsMemory ? staticSizeBytes(view, layout, stack?.top ?? 0) : 0,
    memoryBytes: declaredMemoryBytes(view),
    stack: stack && { exportName: stackExportName, sizeBytes: stack.sizeBytes },
    globals: plan.settable,
    functions,
  }
}

const defaultPageSizeLog2 = 16

function reportMemories(view: ModuleView, diagnostics: Diagnostics): void {
  const [memory, second] = view.memories
  if (second !== undefined) {
    diagnostics.add({
      rule: 'multiple-memories',
      message: `the module has ${view.memories.length} memories, a kernel has one`,
      workaround: 'keep everything in one memory',
    })
  }
  if (memory?.index === 'i64') {
    diagnostics.add({
      rule: 'memory64',
      message: 'the memory has 64-bit addresses',
      workaround: 'compile for wasm32',
    })
  }
  if (memory?.pageSizeLog2 !== undefined && memory.pageSizeLog2 !== defaultPageSizeLog2) {
    const message = `the memory has pages of 2^${memory.pageSizeLog2} bytes`
    diagnostics.add({ rule: 'custom-page-size', message, workaround: 'use the page size of 64 KiB' })
  }
}
