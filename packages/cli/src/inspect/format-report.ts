import colors from 'picocolors'
import { formatBytes, formatTable } from '../print-table.js'
import type { KernelReport } from './describe-kernel.js'
import type { ModuleReport } from './inspect-module.js'

/** The report for people. */
export function formatReport(path: string, report: ModuleReport): string {
  const parts = [
    `${path}  core module, ${formatBytes(report.sizeBytes)}\n`,
    ...roleParts(report),
    part(
      'Imports',
      report.imports.map(({ module, name, kind, type }) => [`${module}.${name}`, kind, type]),
    ),
    part(
      'Exports',
      report.exports.map(({ name, kind, type }) => [name, kind, type]),
    ),
    part(
      'Memories',
      report.memories.map((memory, index) => [String(index), memory]),
    ),
    part(
      'Tables',
      report.tables.map((table, index) => [String(index), table]),
    ),
    part(
      'Sections',
      report.sections.map(({ name, custom, sizeBytes }) => [
        name,
        custom ? 'custom' : '',
        formatBytes(sizeBytes),
      ]),
    ),
  ]
  return parts.filter((text) => text !== '').join('\n')
}

function roleParts({ kernel, guest }: ModuleReport): string[] {
  const parts: string[] = []
  if (kernel !== undefined) parts.push(`${colors.bold('Kernel module')}\n${formatKernel(kernel)}`)
  if (guest !== undefined) {
    parts.push(`${colors.bold('Guest of wasi-parallel')}\n  calls ${guest.functions.join(', ')}\n`)
    for (const { index, function: name, kernel } of guest.tableKernels) {
      parts.push(`${colors.bold(`Table entry ${index ?? '?'}: ${name}`)}\n${formatKernel(kernel)}`)
    }
    for (const { place, kernel } of guest.dataKernels) {
      parts.push(`${colors.bold(`Kernel module in ${place}`)}\n${formatKernel(kernel)}`)
    }
  }
  return parts
}

function formatKernel(kernel: KernelReport): string {
  if ('problems' in kernel) {
    return `  cannot run as a kernel:\n${formatProblems(kernel.problems)}`
  }
  const { buffers, staticBytes, stackBytes, mutableGlobals, functions, gpu } = kernel
  const facts = [
    count(buffers, 'buffer'),
    staticBytes > 0 && `${formatBytes(staticBytes)} of static data`,
    stackBytes > 0 && `a shadow stack of ${formatBytes(stackBytes)}`,
    mutableGlobals > 0 && count(mutableGlobals, 'mutable global'),
  ]
  const head = `  can run as a kernel: ${facts.filter(Boolean).join(', ')}\n  functions: ${functions.join(', ')}\n`
  if ('problems' in gpu) return `${head}  cannot run on a GPU:\n${formatProblems(gpu.problems)}`
  return `${head}  can run on a GPU: float ${gpu.float}\n`
}

function formatProblems(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}\n`).join('')
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function part(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  return `${colors.bold(title)}\n${formatTable(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]))}`
}
