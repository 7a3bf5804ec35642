import * as assemblyscript from 'assemblyscript'
import { checkKernelCalls, readCallGraph } from './check-kernel-calls.js'
import { checkKernelTypes } from './check-kernel-types.js'
import { reportError } from './compiler-diagnostics.js'
import { coreFunctionName } from './kernel-code.js'
import type { KernelForm } from './kernel-form.js'
import type { SourceKernel } from './parse-sources.js'

/** Checks compiled kernels for what their own source does not show: their parameters' types, and whatever they call. */
export function checkKernels(
  program: assemblyscript.Program,
  module: assemblyscript.Module,
  kernels: readonly SourceKernel[],
  form: KernelForm,
): void {
  if (kernels.length === 0) return
  const graph = readCallGraph(module.toText(false))
  for (const { kernel, elementName, refused } of kernels) {
    const element = program.elementsByName.get(elementName)
    if (!(element instanceof assemblyscript.FunctionPrototype)) continue
    const refusals = checkKernelTypes(element, kernel)
    for (const { range, message } of refusals) reportError(program, range, message)
    // What follows from a refusal would only repeat it.
    if (refused || refusals.length > 0) continue
    const core = `${elementName}.${coreFunctionName}`
    for (const message of checkKernelCalls(graph, core, kernel.name, form.kind)) {
      reportError(program, kernel.node.name.range, message)
    }
  }
}
