import { WeftError, type WeftErrorOptions } from '@weft/core'

/** The command line asks for something that does not exist or makes no sense: exit code 2. */
export class UsageError extends WeftError {
  constructor(message: string) {
    super('usage', message)
  }
}

/** The command was understood, but its job failed: exit code 1. */
export class CommandError extends WeftError {
  constructor(message: string, options?: WeftErrorOptions) {
    super('command-failed', message, options)
  }
}

/** 2 for a wrong command line, 1 for anything else. */
export function exitCodeOf(error: unknown): number {
  return WeftError.isInstance(error) && error.code === 'usage' ? 2 : 1
}
