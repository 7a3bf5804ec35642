import type { Device, KernelModule } from '@weft/backend'
import { type KernelDiagnostic, WeftError } from '@weft/core'
import type { PreparedTarget, TestInstance } from './test-instance.js'

/** Why there is no kernel for a function: a skip, or a failure of the device. */
export interface Refusal {
  readonly refusal: string
  readonly failure: boolean
}

/** Rules by which a device may refuse a kernel: what a GPU or any kernel cannot have. */
const allowedRules = new Set([
  'recursion',
  'import-call',
  'foreign-import',
  'memory-grow',
  'multiple-memories',
  'memory64',
  'custom-page-size',
  'several-memories',
  'unresolved-table',
  'unresolved-reference',
  'table',
  'references',
  'global-type',
  'atomic-64',
  'thread-wait',
  'tail-call',
  'exceptions',
])

/** Makes the kernel of a function and prepares it on the device. */
export async function prepareTarget(
  instance: TestInstance,
  target: number,
  device: Device,
): Promise<PreparedTarget | Refusal> {
  const { source } = instance
  const [obstacle] = source.effectsOf(target).obstacles
  if (obstacle !== undefined) return skip(obstacle)
  const plan = source.planOf(target)
  if (plan === undefined) return skip('takes or returns references: needs references as values')
  let kernel: KernelModule
  try {
    kernel = source.kernelOf(target)
  } catch (error) {
    return refusalOf(error, () => true)
  }
  try {
    return { kernel: await device.prepare(kernel), plan }
  } catch (error) {
    if (isNewer(error, instance.bytes))
      return skip(`the engine of this machine refuses the module: ${messageOf(error)}`)
    return refusalOf(error, (rule) => allowedRules.has(rule))
  }
}

function skip(refusal: string): Refusal {
  return { refusal, failure: false }
}

function refusalOf(error: unknown, isAllowed: (rule: string) => boolean): Refusal {
  const diagnostics = diagnosticsOf(error)
  if (diagnostics === undefined) return { refusal: messageOf(error), failure: true }
  const failure = !diagnostics.every(({ rule }) => isAllowed(rule))
  return {
    refusal: [...new Set(diagnostics.map(({ rule }) => firstOf(rule, diagnostics)))].join('; '),
    failure,
  }
}

/** The first of what a device says about one rule: several calls of one kind are one reason. */
function firstOf(rule: string, diagnostics: readonly KernelDiagnostic[]): string {
  const [first, ...more] = diagnostics.filter((diagnostic) => diagnostic.rule === rule)
  return `${rule}: ${first?.message}${more.length === 0 ? '' : ` (and ${more.length} more)`}`
}

function diagnosticsOf(error: unknown): readonly KernelDiagnostic[] | undefined {
  if (!WeftError.isInstance(error) || !('diagnostics' in error)) return undefined
  return error.diagnostics as readonly KernelDiagnostic[]
}

/** A device that runs WebAssembly as it is cannot know more than the engine does. */
function isNewer(error: unknown, bytes: Uint8Array): boolean {
  if (!WeftError.isInstance(error) || error.code !== 'invalid-kernel') return false
  return !WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
