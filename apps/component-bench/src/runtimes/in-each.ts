import type { Guest } from '../guest.js'
import type { Contender } from '../measure.js'
import type { GuestExports, HostImports, Runtime } from './runtime.js'

/**
 * The same work in every runtime, each with an instance of its own. A runtime that cannot even instantiate the guest
 * is a contender that fails.
 */
export async function inEach(
  runtimes: readonly Runtime[],
  guest: Guest,
  contenderOf: (exports: GuestExports, runtime: Runtime) => Contender,
  imports?: HostImports,
): Promise<Record<string, Contender>> {
  const contenders = runtimes.map(async (runtime) => {
    try {
      return [runtime.name, contenderOf(await runtime.instantiate(guest, imports), runtime)]
    } catch (error) {
      return [runtime.name, { run: () => Promise.reject(error) }]
    }
  })
  return Object.fromEntries(await Promise.all(contenders))
}
