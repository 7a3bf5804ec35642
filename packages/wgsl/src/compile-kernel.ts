import { assertBytes, InvalidKernelError } from '@weft/core'
import { checkProgram } from './check/check-program.js'
import { Diagnostics } from './check/diagnostics.js'
import type { CompiledKernel, CompileOptions, KernelSource, Segment, SourceLines } from './compiled-kernel.js'
import { Analysis } from './emit/analysis.js'
import { emitFunction } from './emit/emit-function.js'
import { planParameters } from './emit/parameters.js'
import { ShaderContext } from './emit/shader-context.js'
import { noFact } from './facts/fact.js'
import { defaultFloatMode } from './float-mode.js'
import { numericLowerings } from './instructions/numeric-lowerings.js'
import { invariant } from './invariant.js'
import { notesOf } from './notes.js'
import { type CheckedOptions, checkOptions } from './options.js'
import type { Program } from './read/program.js'
import { readProgram } from './read/read-program.js'
import { shaderHead, shaderMain } from './shader.js'

/**
 * Compiles a kernel to WGSL. Throws `UnsupportedKernelError` with every reason why a GPU cannot run it,
 * `InvalidKernelError` for bytes that are no valid module, `TypeError` and `RangeError` for wrong options.
 */
export function compileKernel(source: KernelSource, options: CompileOptions = {}): CompiledKernel {
  assertBytes('kernel.bytes', source.bytes)
  if (!WebAssembly.validate(source.bytes as Uint8Array<ArrayBuffer>)) {
    throw new InvalidKernelError('the kernel is no valid WebAssembly module')
  }
  const diagnostics = new Diagnostics(source.functions)
  const program = readProgram(source, diagnostics)
  const checked = checkOptions(options, defaultFloatMode(program))
  checkProgram(program, numericLowerings(checked.float), diagnostics)
  diagnostics.throwIfAny()
  const segments = segmentsOf(source)
  const context = emitProgram(source, program, checked, segments)
  checkBraces(context, diagnostics)
  return assemble(source, context, segments)
}

/** WGSL's own limit is 127. */
const maximumBraces = 120

function checkBraces({ braces }: ShaderContext, diagnostics: Diagnostics): void {
  for (const [functionIndex, depth] of braces) {
    if (depth <= maximumBraces) continue
    const message = `control flow would nest ${depth} deep, WGSL allows 127`
    diagnostics.add('nesting', message, 'split the function', functionIndex)
  }
  diagnostics.throwIfAny()
}

function segmentsOf({ stack, bufferCount }: KernelSource): Segment[] {
  const buffers = Array.from({ length: bufferCount }, (_, index): Segment => ({ kind: 'buffer', index }))
  return [{ kind: 'statics' }, ...(stack === undefined ? [] : [{ kind: 'stack' } as const]), ...buffers]
}

/** Most kernels settle in three rounds; from then on facts that still change are given up. */
const exactRounds = 8
const maximumRounds = 1000

/** Prints all functions until the facts of a round are those of the one before. The last round's text counts. */
function emitProgram(
  source: KernelSource,
  program: Program,
  options: CheckedOptions,
  segments: readonly Segment[],
): ShaderContext {
  const analysis = new Analysis()
  analysis.joinParameters(program.kernel, kernelParameters(program, segments))
  for (let round = 0; round < maximumRounds; round++) {
    analysis.changed = false
    analysis.widening = round >= exactRounds
    const context = new ShaderContext(source, program, options, segments, analysis)
    for (const index of program.order.toReversed()) {
      context.functions.set(index, emitFunction(context, program.functions.get(index)!))
    }
    if (!analysis.changed) return context
  }
  return invariant(false, 'the facts do not settle') as never
}

/** Segments lie at multiples of 16. */
function kernelParameters(program: Program, segments: readonly Segment[]) {
  const { parameters } = program.functions.get(program.kernel)!.signature
  const firstBuffer = segments.findIndex(({ kind }) => kind === 'buffer')
  return parameters.map((_, index) => {
    const isPointer = index >= 3 && index % 2 === 1
    return isPointer ? { zeros: 4, origin: firstBuffer + (index - 3) / 2, depth: undefined } : noFact
  })
}

function assemble(
  source: KernelSource,
  context: ShaderContext,
  segments: readonly Segment[],
): CompiledKernel {
  const { program, options } = context
  const parameters = planParameters(source, segments.length)
  const lines: string[] = []
  const sourceMap: SourceLines[] = []
  const add = (text: readonly string[], functionIndex: number | undefined) => {
    const functionName = functionIndex === undefined ? undefined : program.functions.get(functionIndex)?.name
    sourceMap.push({ line: lines.length + 1, functionIndex, functionName })
    lines.push(...text)
  }
  add(shaderHead(context, parameters), undefined)
  for (const index of program.order) add(context.functions.get(index)!, index)
  add(shaderMain(context, parameters), undefined)
  return {
    wgsl: `${lines.join('\n')}\n`,
    entryPoint: 'main',
    float: options.float,
    workgroupSize: options.workgroupSize,
    bindings: { arena: 0, traps: 1, parameters: 2 },
    parameters,
    segments,
    stackBytes: context.stackBytes,
    traps: context.sites,
    sourceMap,
    notes: notesOf(context),
  }
}
