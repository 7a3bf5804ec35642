import { InvalidKernelError } from '@weft/core'

/** What must hold whatever kernel is compiled: a failure is a defect of this compiler, or bytes that are not valid. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvalidKernelError(`defect of the compiler to WGSL: ${message}`)
}
