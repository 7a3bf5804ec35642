import { KernelTrapError, LimitError, trapCauses, type WeftError } from '@weft/core'
import type { CompiledKernel, TrapSite } from '@weft/wgsl'

/** Words for the lowest iteration of each cause, and as many for its place. */
const causeCount = 16

/** What the trap buffer holds: both halves of it. */
export const trapBytes = 2 * causeCount * 4

const noTrap = 0xffff_ffff

/** The trap buffer's contents before a call. */
export const clearedTraps = new Uint32Array(trapBytes / 4).fill(noTrap)

interface Trap {
  readonly iteration: number
  /** Index in `trapCauses`; beyond it: out of fuel. */
  readonly cause: number
  readonly site: TrapSite | undefined
}

/** The error for what a call left in the trap buffer; nothing if no iteration trapped. */
export function trapErrorOf(
  words: Uint32Array,
  kernel: CompiledKernel,
  fuel: number | undefined,
): WeftError | undefined {
  const trap = lowestTrap(words, kernel.traps)
  if (trap === undefined) return undefined
  const cause = trapCauses[trap.cause]
  if (cause === undefined) return outOfFuel(trap, fuel)
  return new KernelTrapError({
    iteration: trap.iteration,
    cause,
    functionIndex: trap.site?.sourceFunctionIndex,
    functionName: trap.site?.functionName,
    offset: trap.site?.offset,
  })
}

function lowestTrap(words: Uint32Array, sites: readonly TrapSite[]): Trap | undefined {
  let lowest: Trap | undefined
  for (let cause = 0; cause < causeCount; cause++) {
    const iteration = words[cause]!
    if (iteration === noTrap || iteration >= (lowest?.iteration ?? noTrap)) continue
    lowest = { iteration, cause, site: siteOf(words[causeCount + cause]!, iteration, sites) }
  }
  return lowest
}

/** Iterations that trap at once may overwrite each other's place: one that is another's is not taken. */
function siteOf(word: number, iteration: number, sites: readonly TrapSite[]): TrapSite | undefined {
  if (sites.length === 2) return sites[1]
  return word >>> 16 === (iteration & 0xffff) ? sites[word & 0xffff] : undefined
}

function outOfFuel({ iteration, site }: Trap, fuel: number | undefined): LimitError {
  const where = site?.functionName === undefined ? '' : ` in function $${site.functionName}`
  const turns = fuel === undefined ? 'more turns than a loop may' : `more than ${fuel} turns of a loop`
  return new LimitError(
    `iteration ${iteration} took ${turns}${where} and was ended: ` +
      'the option fuel of the WebGPU backend raises the number, 0 takes it away',
  )
}
