import { formatDiagnostic } from '@weft/core'
import colors from 'picocolors'
import { formatBytes, formatTable } from '../print-table.js'
import { annotateShader, shaderParts } from './annotate-shader.js'
import { type GpuKernel, isRefused, type ReadyKernel } from './compile-found.js'
import type { FoundKernel } from './find-kernels.js'

/** A kernel and what became of it. */
export interface KernelResult {
  readonly kernel: FoundKernel
  readonly gpu: GpuKernel
}

/** One line for each kernel, to choose from. */
export function formatKernelList(results: readonly KernelResult[]): string {
  const rows = results.map(({ kernel, gpu }) => [
    kernel.name,
    kernel.functionIndex === undefined ? '-' : String(kernel.functionIndex),
    kernel.place,
    isRefused(gpu) ? `no: ${reasons(gpu.diagnostics.length)}` : `yes, float ${gpu.compiled.float}`,
  ])
  return formatTable(rows, ['KERNEL', 'INDEX', 'PLACE', 'GPU'])
}

/** A shader under a head of comments: what it is for, and what the compiler has to say. */
export function formatShader(
  path: string,
  { kernel, gpu }: { kernel: FoundKernel; gpu: ReadyKernel },
): string {
  const { compiled, extracted } = gpu
  const facts = [
    count(extracted.bufferCount, 'buffer'),
    `float ${compiled.float}`,
    `workgroup size ${compiled.workgroupSize}`,
    compiled.stackBytes > 0 && `a stack of ${formatBytes(compiled.stackBytes)} an iteration`,
    `${count(compiled.traps.length, 'place')} that can trap`,
  ]
  const head = [
    `${path}: ${kernel.name} (${kernel.place})`,
    facts.filter(Boolean).join(', '),
    ...compiled.notes.map((note) => `note: ${note}`),
  ]
  const comments = head.map((line) => `// ${line}\n`).join('')
  return `${comments}\n${annotateShader(compiled, extracted.functions)}`
}

/** Every reason why kernels cannot run on a GPU. */
export function formatRefusals(results: readonly KernelResult[]): string {
  return results
    .flatMap(({ kernel, gpu }) => {
      if (!isRefused(gpu)) return []
      const what = gpu.extracted === undefined ? 'be a kernel' : 'run on a GPU'
      const lines = gpu.diagnostics.map((diagnostic) => `\n  - ${formatDiagnostic(diagnostic)}`)
      return [`${kernel.name} (${kernel.place}) cannot ${what}:${lines.join('')}`]
    })
    .join('\n')
}

/** For `--json`. */
export function kernelReport({ kernel, gpu }: KernelResult): object {
  const { form, name, place, functionIndex, tableIndex } = kernel
  const head = { form, name, place, functionIndex, tableIndex }
  if (isRefused(gpu)) return { ...head, diagnostics: gpu.diagnostics }
  const { sourceMap: _, ...compiled } = gpu.compiled
  return { ...head, ...compiled, sourceMap: shaderParts(gpu.compiled, gpu.extracted.functions) }
}

function reasons(number: number): string {
  return colors.yellow(count(number, 'reason'))
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
