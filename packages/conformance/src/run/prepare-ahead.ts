import type { Device } from '@weft/backend'
import type { Command } from '../script/command.js'
import type { TestInstance } from './test-instance.js'

/** Kernels that a device is asked to prepare at the same time. */
const atOnce = 4

/**
 * Prepares the functions that the commands up to the next module call, several at a time: compiling for a GPU takes
 * longer than running. Their refusals are told when they are called.
 */
export async function prepareAhead(
  instance: TestInstance,
  commands: readonly Command[],
  device: Device,
): Promise<void> {
  if (device.info.supportsSynchronousCalls) return
  const targets = [...new Set(targetsIn(instance, commands))]
  const workers = Array.from({ length: atOnce }, async (_, worker) => {
    for (let next = worker; next < targets.length; next += atOnce)
      await instance.prepare(targets[next] ?? 0, device)
  })
  await Promise.all(workers)
}

function targetsIn(instance: TestInstance, commands: readonly Command[]): number[] {
  const end = commands.findIndex(({ kind }) => kind === 'module' || kind === 'instance')
  return commands.slice(0, end === -1 ? commands.length : end).flatMap((command) => {
    const action = 'action' in command && command.kind !== 'assert_exhaustion' ? command.action : undefined
    if (action === undefined || !('field' in action) || action.instance !== undefined) return []
    return instance.targetOf(action) ?? []
  })
}
