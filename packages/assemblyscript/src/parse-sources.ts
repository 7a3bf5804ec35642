import * as assemblyscript from 'assemblyscript'
import { runtimeModule } from './compiler-options.js'
import { findKernels } from './find-kernels.js'
import { generateKernelCode } from './kernel-code.js'
import type { KernelDeclaration, Refusal } from './kernel-declaration.js'
import type { SourceFile, SourceFiles } from './source-files.js'

/** A kernel and the compiler's name of its function. */
export interface SourceKernel {
  readonly kernel: KernelDeclaration
  readonly elementName: string
  /** True if its body was refused already. */
  readonly refused: boolean
}

export interface ParsedSources {
  readonly kernels: readonly SourceKernel[]
  readonly refusals: readonly Refusal[]
  /** False where a kernel's declaration was refused: then nothing was generated for it, and compiling is of no use. */
  readonly complete: boolean
}

const sourceExtension = /\.ts$/

/**
 * Parses the standard library's globals, the runtime, the entry, and whatever they import. Code for kernels is added to
 * the files that have some; errors of syntax are left with the program.
 */
export function parseSources(
  program: assemblyscript.Program,
  files: SourceFiles,
  entry: string,
): ParsedSources {
  const kernels: SourceKernel[] = []
  const refusals: Refusal[] = []
  let complete = true
  const parse = (file: SourceFile, isEntry: boolean) => {
    const found = addKernelCode(file)
    assemblyscript.parse(program, found.text, file.name, isEntry)
    kernels.push(...found.kernels)
    refusals.push(...found.refusals)
    complete &&= found.complete
  }
  for (const file of files.standardGlobals()) assemblyscript.parse(program, file.text, file.name, false)
  for (const name of [runtimeModule, entry]) {
    const file = files.find(name)
    if (file === undefined) assemblyscript.parse(program, null, `${name}.ts`, true)
    else parse(file, true)
  }
  for (let name = assemblyscript.nextFile(program); name !== null; name = assemblyscript.nextFile(program)) {
    const file = files.find(name, assemblyscript.getDependee(program, name) ?? undefined)
    if (file === undefined) assemblyscript.parse(program, null, `${name}.ts`, false)
    else parse(file, false)
  }
  return { kernels, refusals, complete }
}

function addKernelCode(file: SourceFile): ParsedSources & { readonly text: string } {
  if (!file.text.includes('@kernel')) return { text: file.text, kernels: [], refusals: [], complete: true }
  const found = findKernels(file.name, file.text)
  const moduleName = file.name.replace(sourceExtension, '')
  const kernels = found.kernels.map((kernel) => {
    return { kernel, elementName: `${moduleName}/${kernel.name}`, refused: found.refusedBodies.has(kernel) }
  })
  let { text } = file
  for (const { decoratorRange } of found.kernels) {
    // As long as the word it replaces, so that every position stays what it is.
    const start = text.indexOf('kernel', decoratorRange.start)
    text = `${text.slice(0, start)}inline${text.slice(start + 'inline'.length)}`
  }
  if (kernels.length > 0) text += generateKernelCode(found.kernels)
  return { text, kernels, refusals: found.refusals, complete: found.complete }
}
