import { formatDiagnostic } from '@weft/core'
import {
  type DeviceChoice,
  type DeviceWish,
  describeRefusals,
  type KernelFallback,
  kindsOf,
} from '@weft/parallel'

/** What the command line asks of devices. */
export interface DeviceWishes {
  /** The kind to use in place of every hint. */
  readonly device?: DeviceWish | undefined
  readonly timeLimitMs?: number | undefined
}

/** Says once whatever a chosen device does not give of what was wanted. */
export class DeviceNotes {
  private readonly wishes: DeviceWishes
  private readonly said = new Set<string>()

  constructor(wishes: DeviceWishes) {
    this.wishes = wishes
  }

  /** The lines to print for a choice; none where it was what was wanted, or was said before. */
  notesFor(choice: DeviceChoice): string[] {
    const notes = [this.downgrade(choice), this.missingTimeLimit(choice)].filter((note) => note !== undefined)
    const news = notes.filter((note) => !this.said.has(note))
    for (const note of news) this.said.add(note)
    return news
  }

  private downgrade({ hint, chosen, refused }: DeviceChoice): string | undefined {
    const wanted = this.wishes.device ?? hint
    // Without any device the call itself fails, and its failure says why.
    if (chosen === undefined || kindsOf(wanted).includes(chosen.kind)) return undefined
    // A hint that the command line overrides is refused too, but that is no news.
    const reasons = refused.filter(({ kind }) => kindsOf(wanted).includes(hint) || kind !== hint)
    const why = describeRefusals(reasons)
    return `wanted ${wanted}, using ${chosen.kind} (${chosen.name}): ${why}`
  }

  private missingTimeLimit({ chosen }: DeviceChoice): string | undefined {
    if (this.wishes.timeLimitMs === undefined || chosen === undefined || chosen.supportsTimeLimit)
      return undefined
    return `${chosen.kind} (${chosen.name}) cannot end a kernel: the time limit has no effect on it`
  }
}

/** One line, or with several reasons one more for each. */
export function formatFallback({ refusedBy, chosen, diagnostics }: KernelFallback): string {
  const head = `${chosen.kind} (${chosen.name}) runs a kernel that ${refusedBy.kind} (${refusedBy.name}) cannot:`
  const reasons = diagnostics.map(formatDiagnostic)
  return reasons.length === 1 ? `${head} ${reasons[0]}` : [head, ...reasons].join('\n  - ')
}
