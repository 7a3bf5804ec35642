import * as assemblyscript from 'assemblyscript'
import { type BuildDiagnostic, BuildError } from './build-error.js'
import { checkKernels } from './check-kernels.js'
import { reportError, takeDiagnostics } from './compiler-diagnostics.js'
import { createCompilerOptions, type GuestSettings, optimizationLevels } from './compiler-options.js'
import { parseSources } from './parse-sources.js'
import type { SourceFiles } from './source-files.js'

export interface CompiledGuest {
  readonly module: assemblyscript.Module
  readonly warnings: readonly BuildDiagnostic[]
}

/**
 * Compiles and optimises a guest. It runs to its end without a break, because the compiler has global state. `entry`
 * is the entry file's name in `files`, without extension. Throws `BuildError` with every error that was found.
 */
export function compileGuest(files: SourceFiles, entry: string, settings: GuestSettings): CompiledGuest {
  const program = assemblyscript.newProgram(createCompilerOptions(settings))
  const diagnostics: BuildDiagnostic[] = []
  const parsed = parseSources(program, files, entry)
  const finishStage = (isLast: boolean) => {
    diagnostics.push(...takeDiagnostics(program, files))
    const failed = diagnostics.some(isError)
    if (!failed && parsed.complete && !isLast) return
    for (const { range, message } of parsed.refusals) reportError(program, range, message)
    diagnostics.push(...takeDiagnostics(program, files))
    if (diagnostics.some(isError)) throw new BuildError(entry, diagnostics)
  }
  finishStage(false)
  const module = compileProgram(program, entry, diagnostics)
  checkKernels(program, module, parsed.kernels)
  finishStage(true)
  const { optimizeLevel, shrinkLevel } = optimizationLevels(settings)
  // The second time merges the address computations that inlining laid open in the first.
  for (let times = 0; times < 2; times++) assemblyscript.optimize(module, optimizeLevel, shrinkLevel, true)
  return { module, warnings: diagnostics }
}

function compileProgram(
  program: assemblyscript.Program,
  entry: string,
  diagnostics: readonly BuildDiagnostic[],
): assemblyscript.Module {
  try {
    assemblyscript.initializeProgram(program)
    return assemblyscript.compile(program)
  } catch (cause) {
    const message = `the AssemblyScript compiler failed: ${cause instanceof Error ? cause.message : cause}`
    const crash: BuildDiagnostic = { severity: 'error', message, text: `ERROR: ${message}` }
    throw new BuildError(entry, [...diagnostics, crash], { cause })
  }
}

function isError({ severity }: BuildDiagnostic): boolean {
  return severity === 'error'
}
