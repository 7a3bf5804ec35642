import { type Backend, createSequentialBackend } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'

/** The backends of this command, the preferred ones first. */
export function defaultBackends(): Backend[] {
  return [createCpuBackend(), createSequentialBackend()]
}

/** Why kinds of devices can be missing that no backend speaks for. */
export const absentBackends: readonly { readonly backend: string; readonly reason: string }[] = [
  { backend: 'webgpu', reason: 'this release has no GPU backend: kernels for a GPU run on the CPU' },
]
