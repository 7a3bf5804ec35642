import { assertBytes, BinaryError, InvalidKernelError } from '@weft/core'
import { decodeModule } from '../decode-module.js'
import type { Import } from '../module.js'
import { kernelExportName } from './build-kernel.js'
import { Diagnostics } from './diagnostics.js'
import { extract } from './extract-kernel.js'
import type { ExtractedKernel } from './extracted-kernel.js'
import { lookUp, type ModuleView, viewOf } from './module-view.js'
import { checkSignature } from './signature.js'
import { recogniseInitialisation } from './start-function.js'

/**
 * Reads the bytes of a kernel module: one that exports `kernel` and imports nothing but a memory, called
 * `"" "memory"` or `"env" "memory"`. Throws `InvalidKernelError`, `KernelSignatureError`, and
 * `UnsupportedKernelError` with every reason.
 */
export function readKernel(bytes: Uint8Array): ExtractedKernel {
  assertBytes('bytes', bytes)
  try {
    const view = viewOf(decodeModule(bytes))
    const root = findKernel(view)
    checkSignature(view.functionType(root), `the export "${kernelExportName}"`)
    const diagnostics = new Diagnostics(view.names.functions)
    reportImports(view, diagnostics)
    reportStart(view, diagnostics)
    return extract(view, root, diagnostics, { importsReported: true })
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error
    throw new InvalidKernelError(`the kernel is not a WebAssembly module: ${error.message}`, { cause: error })
  }
}

function findKernel(view: ModuleView): number {
  const found = view.module.exports.find(({ name }) => name === kernelExportName)
  if (found === undefined) {
    const names = view.module.exports.slice(0, 10).map(({ name }) => `"${name}"`)
    const present = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`
    throw new InvalidKernelError(`the kernel module must export a function "${kernelExportName}"; ${present}`)
  }
  if (found.kind !== 'func') {
    throw new InvalidKernelError(`the export "${kernelExportName}" must be a function, it is a ${found.kind}`)
  }
  lookUp(view.functionTypes, found.index, 'function')
  return found.index
}

function isKernelMemory({ module, name, type }: Import): boolean {
  return type.kind === 'memory' && name === 'memory' && (module === '' || module === 'env')
}

function reportImports(view: ModuleView, diagnostics: Diagnostics): void {
  for (const [index, entry] of view.module.imports.entries()) {
    if (isKernelMemory(entry)) continue
    diagnostics.add({
      rule: 'foreign-import',
      message: `import ${index}, "${entry.module}" "${entry.name}" (${entry.type.kind}), is not the memory`,
      workaround: 'a kernel module imports a memory as "" "memory" and nothing else',
    })
  }
  if (view.module.memories.length > 0) {
    diagnostics.add({
      rule: 'defined-memory',
      message: 'the kernel module defines a memory',
      workaround: 'import it as "" "memory"',
    })
  }
}

function reportStart(view: ModuleView, diagnostics: Diagnostics): void {
  const { start } = view.module
  if (start === undefined || recogniseInitialisation(view, start) !== undefined) return
  diagnostics.add({
    rule: 'start-function',
    message: 'the kernel module has a start function that does more than lay down data',
    functionIndex: start,
    offset: view.body(start)?.offset,
    workaround: 'initialise globals with constants, or in the guest',
  })
}
