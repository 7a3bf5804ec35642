import { WeftError } from '@weft/core'

/** The guest called `exit`: ends the guest as a trap does, without being one. It is the `cause` of the `TrapError`. */
export class ExitError extends WeftError {
  readonly exitCode: number

  constructor(exitCode: number) {
    super('exit', `the guest exited with code ${exitCode}`)
    this.exitCode = exitCode
  }

  /** The code if `error` is, or comes from, a guest's `exit`. */
  static codeOf(error: unknown): number | undefined {
    for (let at = error; WeftError.isInstance(at); at = at.cause)
      if (at.code === 'exit' && 'exitCode' in at) return at.exitCode as number
    return undefined
  }
}
