import { type KernelTrapError, WeftError } from '@weft/core'
import type { CallFailure } from '@weft/parallel'
import { messageOf } from '../print-error.js'

/** A call of the host that answered the guest with an errno, for people and for programs. */
export interface FailureReport {
  readonly function: string
  readonly errno: string
  readonly message: string
  /** Only of traps: the iteration, the function of the kernel, and why. */
  readonly iteration?: number
  readonly kernelFunction?: string
  readonly cause?: string
}

export function reportFailure({ function: name, errno, error }: CallFailure): FailureReport {
  const report = { function: name, errno, message: messageOf(error) }
  if (!isTrap(error)) return report
  const { iteration, functionName, functionIndex, trap: cause } = error
  const kernelFunction = functionName ?? (functionIndex === undefined ? undefined : String(functionIndex))
  return { ...report, iteration, cause, ...(kernelFunction === undefined ? {} : { kernelFunction }) }
}

/** One line. */
export function formatFailure({ function: name, errno, message }: FailureReport): string {
  return `${name} failed with ${errno}: ${message.replaceAll(/\s*\n\s*/g, ' ')}`
}

function isTrap(error: unknown): error is KernelTrapError {
  return WeftError.isInstance(error) && error.code === 'kernel-trap'
}
