import { WeftError, type WeftErrorOptions } from '@weft/core'

/** One thing the compiler has to say about a guest's source. */
export interface BuildDiagnostic {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  /** Absolute path, or a `~lib/…` name of the standard library. Missing where no place in a file is meant. */
  readonly file?: string
  /** Starts at 1. */
  readonly line?: number
  /** Starts at 1. */
  readonly column?: number
  /** The message as the AssemblyScript compiler prints it: with its code, and the source line it is about. */
  readonly text: string
}

/** A guest could not be built. `diagnostics` has every reason; the message has those that are errors. */
export class BuildError extends WeftError {
  readonly diagnostics: readonly BuildDiagnostic[]

  constructor(entry: string, diagnostics: readonly BuildDiagnostic[], options?: WeftErrorOptions) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
    super(
      'build-failed',
      [`cannot build ${entry}: ${count}`, ...errors.map(({ text }) => text)].join('\n\n'),
      options,
    )
    this.diagnostics = diagnostics
  }
}
