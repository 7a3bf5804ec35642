import * as assemblyscript from 'assemblyscript'
import { type BuildDiagnostic, BuildError } from './build-error.js'
import { checkKernels } from './check-kernels.js'
import { reportError, takeDiagnostics } from './compiler-diagnostics.js'
import {
  createCompilerOptions,
  type GuestSettings,
  optimizationLevels,
  runtimeModule,
} from './compiler-options.js'
import type { Refusal } from './kernel-declaration.js'
import { byIndex, type KernelForm } from './kernel-form.js'
import { SourceParser } from './parse-sources.js'
import type { SourceFiles } from './source-files.js'

export interface CompiledGuest {
  readonly module: assemblyscript.Module
  /** What the compiler read, by the names of the files: with what was generated for kernels and async functions. */
  readonly sourceTexts: ReadonlyMap<string, string>
  readonly warnings: readonly BuildDiagnostic[]
}

/** What differs between kinds of guests. */
export interface GuestKind {
  configure?(options: assemblyscript.Options): void
  /** Files whose parsing waits until `parse` does it itself. */
  readonly delayedFiles?: readonly string[]
  /** How it names its kernels. Default: by their index. */
  readonly kernelForm?: KernelForm
  /** Parses all files. Returns what cannot be. */
  parse(parser: SourceParser, program: assemblyscript.Program): readonly Refusal[]
  /** Everything is parsed: compiles another guest of the same files in place of this one, if it has to be another. */
  instead?(parser: SourceParser, settings: GuestSettings, compile: CompileKind): CompiledGuest | undefined
  /** Types are known: a last chance to refuse before compilation. */
  initialized?(program: assemblyscript.Program): readonly Refusal[]
  /** Everything is compiled and nothing is optimised: a last chance to refuse. */
  compiled?(program: assemblyscript.Program, module: assemblyscript.Module): readonly Refusal[]
  optimize?(module: assemblyscript.Module, settings: GuestSettings): void
}

/** Compiles a guest of the same files. */
export type CompileKind = (settings: GuestSettings, kind: GuestKind) => CompiledGuest

/** A core module whose entry's exports are its own. `entry` is the entry file's name in the guest's files, without extension. */
function coreGuest(entry: string): GuestKind {
  return {
    parse(parser) {
      parser.add([runtimeModule, entry], true)
      return []
    },
  }
}

/**
 * Compiles and optimises a guest. It runs to its end without a break, because the compiler has global state. `name` is
 * the guest's in messages. Throws `BuildError` with every error that was found.
 */
export function compileGuest(
  files: SourceFiles,
  name: string,
  settings: GuestSettings,
  kind: GuestKind = coreGuest(name),
): CompiledGuest {
  const options = createCompilerOptions(settings)
  kind.configure?.(options)
  const program = assemblyscript.newProgram(options)
  const stages = new Stages(program, files, name)
  const form = kind.kernelForm ?? byIndex
  const parser = new SourceParser(program, files, kind.delayedFiles, form)
  const refusals = kind.parse(parser, program)
  stages.finish([...parser.refusals, ...refusals], parser.complete && refusals.length === 0)
  const other = kind.instead?.(parser, settings, (...guest) => compileGuest(files, name, ...guest))
  if (other !== undefined) return other
  stages.run(() => assemblyscript.initializeProgram(program))
  const mistyped = kind.initialized?.(program) ?? []
  stages.finish(mistyped, mistyped.length === 0)
  const module = stages.run(() => assemblyscript.compile(program))
  checkKernels(program, module, parser.kernels, form)
  stages.finish([...parser.refusals, ...(kind.compiled?.(program, module) ?? [])], false)
  const optimize = kind.optimize ?? optimizeModule
  optimize(module, settings)
  const sourceTexts = new Map(program.sources.map(({ normalizedPath, text }) => [normalizedPath, text]))
  return { module, sourceTexts, warnings: stages.diagnostics }
}

/** The default optimisation. The second time merges the address computations that inlining laid open in the first. */
export function optimizeModule(module: assemblyscript.Module, settings: GuestSettings): void {
  const { optimizeLevel, shrinkLevel } = optimizationLevels(settings)
  for (let times = 0; times < 2; times++) assemblyscript.optimize(module, optimizeLevel, shrinkLevel, true)
}

/** Gathers what the stages of a compilation have to say. */
class Stages {
  readonly diagnostics: BuildDiagnostic[] = []
  readonly #program: assemblyscript.Program
  readonly #files: SourceFiles
  readonly #name: string

  constructor(program: assemblyscript.Program, files: SourceFiles, name: string) {
    this.#program = program
    this.#files = files
    this.#name = name
  }

  /** Runs a stage of the compiler. */
  run<T>(stage: () => T): T {
    try {
      return stage()
    } catch (cause) {
      this.#take()
      const message = `the AssemblyScript compiler failed: ${cause instanceof Error ? cause.message : cause}`
      const crash: BuildDiagnostic = { severity: 'error', message, text: `ERROR: ${message}` }
      throw new BuildError(this.#name, [...this.diagnostics, crash], { cause })
    }
  }

  /** Ends a stage. Refusals are told with errors, or where nothing can go on after them (`goesOn` false). */
  finish(refusals: readonly Refusal[], goesOn: boolean): void {
    this.#take()
    if (goesOn && !this.#failed) return
    for (const { range, message } of refusals) reportError(this.#program, range, message)
    this.#take()
    if (this.#failed) throw new BuildError(this.#name, this.diagnostics)
  }

  get #failed(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error')
  }

  #take(): void {
    this.diagnostics.push(...takeDiagnostics(this.#program, this.#files))
  }
}
