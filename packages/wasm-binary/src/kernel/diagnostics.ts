import { type KernelDiagnostic, UnsupportedKernelError } from '@weft/core'
import type { NameMap } from '../names.js'

/** Collects every reason why a kernel cannot be extracted, each once. */
export class Diagnostics {
  private readonly found = new Map<string, KernelDiagnostic>()
  private readonly functionNames: NameMap

  constructor(functionNames: NameMap) {
    this.functionNames = functionNames
  }

  add(diagnostic: Omit<KernelDiagnostic, 'functionName'>): void {
    const { rule, message, functionIndex, offset } = diagnostic
    const functionName = functionIndex === undefined ? undefined : this.functionNames.get(functionIndex)
    this.found.set([rule, functionIndex, offset, message].join(' '), { ...diagnostic, functionName })
  }

  /** Throws one `UnsupportedKernelError` with all reasons, if there are any. */
  throwIfAny(): void {
    if (this.found.size > 0) throw new UnsupportedKernelError([...this.found.values()])
  }
}
