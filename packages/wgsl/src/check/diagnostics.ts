import { type KernelDiagnostic, UnsupportedKernelError } from '@weft/core'
import type { KernelSource } from '../compiled-kernel.js'

/** Collects every reason why a kernel cannot run on a GPU, each once, in terms of the module that it came from. */
export class Diagnostics {
  private readonly found = new Map<string, KernelDiagnostic>()
  private readonly functions: KernelSource['functions']

  constructor(functions: KernelSource['functions']) {
    this.functions = functions
  }

  /** `functionIndex` and `offset` are those of the kernel module. */
  add(rule: string, message: string, workaround: string, functionIndex?: number, offset?: number): void {
    const place = functionIndex === undefined ? {} : this.place(functionIndex, offset)
    this.found.set([rule, message, functionIndex, offset].join(' '), { rule, message, workaround, ...place })
  }

  throwIfAny(): void {
    if (this.found.size > 0) throw new UnsupportedKernelError([...this.found.values()])
  }

  /** How a function is called in messages about others. */
  nameOf(functionIndex: number): string {
    const name = this.functions[functionIndex]?.name
    return name === undefined ? `function ${this.place(functionIndex).functionIndex}` : `$${name}`
  }

  private place(functionIndex: number, offset?: number) {
    const known = this.functions[functionIndex]
    if (known === undefined) return { functionIndex, offset }
    return {
      functionIndex: known.sourceIndex,
      functionName: known.name,
      offset: offset === undefined ? known.sourceOffset : offset - known.offset + known.sourceOffset,
    }
  }
}
