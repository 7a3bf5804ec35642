import * as assemblyscript from 'assemblyscript'
import { restoreAsync } from './async/blank-async.js'
import { type AwaitNode, parseAwait } from './async/parse-await.js'
import { type PreparedAsync, prepareAsync } from './async/prepare-async.js'
import { rewriteAsync } from './async/rewrite-async.js'
import { findKernels } from './find-kernels.js'
import { generateKernelCode } from './kernel-code.js'
import type { KernelDeclaration, Refusal } from './kernel-declaration.js'
import { byIndex, type KernelForm } from './kernel-form.js'
import type { SourceFile, SourceFiles } from './source-files.js'

/** A kernel and the compiler's name of its function. */
export interface SourceKernel {
  readonly kernel: KernelDeclaration
  readonly elementName: string
  /** True if its body was refused already. */
  readonly refused: boolean
}

const sourceExtension = /\.ts$/

/**
 * Parses sources, and whatever they import, into a program. Code for kernels and async functions is added to the files
 * that have some; errors of syntax are left with the program.
 */
export class SourceParser {
  readonly kernels: SourceKernel[] = []
  readonly refusals: Refusal[] = []
  /** False where a declaration was refused: then nothing was generated for it, and compiling is of no use. */
  complete = true
  /** How many async functions there are. */
  asyncCount = 0
  /** Every `await`. */
  readonly awaits: ReadonlySet<AwaitNode>
  readonly #program: assemblyscript.Program
  readonly #files: SourceFiles
  readonly #delayed: ReadonlySet<string>
  readonly #kernelForm: KernelForm

  /** `delayed`: names of files that are left out, to be given to `parse` at last. */
  constructor(
    program: assemblyscript.Program,
    files: SourceFiles,
    delayed: readonly string[] = [],
    kernelForm = byIndex,
  ) {
    this.#program = program
    this.#kernelForm = kernelForm
    this.#files = files
    this.#delayed = new Set(delayed)
    this.awaits = parseAwait(program.parser)
    for (const { name, text } of files.standardGlobals()) assemblyscript.parse(program, text, name, false)
  }

  /** Finds the files by their names without extension and parses them. */
  add(names: readonly string[], isEntry: boolean): void {
    for (const name of names) this.#parseFound(name, this.#files.find(name), isEntry)
    for (;;) {
      const name = assemblyscript.nextFile(this.#program)
      if (name === null) return
      if (this.#delayed.has(name)) continue
      const importer = assemblyscript.getDependee(this.#program, name) ?? undefined
      this.#parseFound(name, this.#files.find(name, importer), false)
    }
  }

  /** Parses one file whose text is given. */
  parse(file: SourceFile, isEntry: boolean): void {
    const prepared = this.#prepare(file)
    const withKernels = this.#addKernelCode({ name: file.name, text: prepared.text })
    assemblyscript.parse(this.#program, withKernels, file.name, isEntry)
    const source = this.#program.sources.at(-1)
    if (source?.normalizedPath !== file.name || prepared.offsets.length + this.awaits.size === 0) return
    // For messages, which show lines of it.
    source.text = restoreAsync(source.text, prepared.offsets)
    this.refusals.push(...rewriteAsync(source, prepared.offsets, this.awaits))
  }

  #parseFound(name: string, file: SourceFile | undefined, isEntry: boolean): void {
    if (file === undefined) assemblyscript.parse(this.#program, null, `${name}.ts`, isEntry)
    else this.parse(file, isEntry)
  }

  #prepare(file: SourceFile): PreparedAsync {
    const prepared = prepareAsync(file)
    this.refusals.push(...prepared.refusals)
    this.asyncCount += prepared.offsets.length
    if (prepared.refusals.length > 0) this.complete = false
    return prepared
  }

  #addKernelCode({ name, text }: SourceFile): string {
    if (!text.includes('@kernel')) return text
    const found = findKernels(name, text)
    const moduleName = name.replace(sourceExtension, '')
    for (const kernel of found.kernels) {
      const refused = found.refusedBodies.has(kernel)
      this.kernels.push({ kernel, elementName: `${moduleName}/${kernel.name}`, refused })
    }
    this.refusals.push(...found.refusals)
    this.complete &&= found.complete
    const marked = found.kernels.reduce(inlineKernel, text)
    if (found.kernels.length === 0) return marked
    return marked + generateKernelCode(found.kernels, moduleName, this.#kernelForm)
  }
}

/** Replaces `@kernel` by a decorator that is as long, so that every position stays what it is. */
function inlineKernel(text: string, { decoratorRange }: KernelDeclaration): string {
  const start = text.indexOf('kernel', decoratorRange.start)
  return `${text.slice(0, start)}inline${text.slice(start + 'inline'.length)}`
}
