import { GuestError, probeCapabilities } from '@weft/core'

/** What a host is asked for: `auto` is JSPI where the engine has it, otherwise a worker. */
export type SuspensionWish = (typeof suspensionWishes)[number]

export const suspensionWishes = ['auto', 'jspi', 'worker'] as const

/** How a guest waits for promises of the host: not at all, on a stack of its own (JSPI), or in a worker of its own. */
export type Suspension = 'none' | 'jspi' | 'worker'

type Engine = Pick<ReturnType<typeof probeCapabilities>, 'jspi' | 'sharedMemory'>

/**
 * Chooses how a guest waits; without a `reason` it need not, but a wish for a worker is granted all the same. Throws
 * `GuestError`, which names the functions that would block, where the engine cannot.
 */
export function chooseSuspension(
  wish: SuspensionWish,
  reason: string | undefined,
  engine: Engine = probeCapabilities(),
): Suspension {
  if (wish !== 'worker') {
    if (reason === undefined) return 'none'
    if (engine.jspi) return 'jspi'
    if (wish === 'jspi') throw cannotWait(reason, 'run on one with JSPI, or let the guest run in a worker')
  }
  if (engine.sharedMemory) return 'worker'
  throw cannotWait(
    reason ?? 'suspension: worker',
    'run on an engine with JSPI, or with shared memory (a cross-origin isolated page)',
  )
}

function cannotWait(reason: string, advice: string): GuestError {
  return new GuestError(
    `parallel_exec and parallel_for would block (${reason}), and this engine cannot suspend WebAssembly: ${advice}`,
  )
}
