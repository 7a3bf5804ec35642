import type { DeviceChoice } from '@weft/parallel'
import type { DeviceKind } from '@weft/spec'

/** Says each downgrade once: that a kind of device was wanted, which was given, and why. */
export class DeviceNotes {
  private readonly wanted: DeviceKind | undefined
  private readonly said = new Set<string>()

  /** `override` is the kind that the command line asks for in place of every hint. */
  constructor(override: DeviceKind | undefined) {
    this.wanted = override
  }

  /** The line to print for a choice; undefined where it was what was wanted, or was said before. */
  noteFor({ hint, chosen, refused }: DeviceChoice): string | undefined {
    const wanted = this.wanted ?? hint
    // Without any device the call itself fails, and its failure says why.
    if (chosen === undefined || chosen.kind === wanted) return undefined
    // A hint that the command line overrides is refused too, but that is no news.
    const reasons = refused.filter(
      ({ kind }) => this.wanted === undefined || this.wanted === hint || kind !== hint,
    )
    const note = `wanted ${wanted}, using ${chosen.kind} (${chosen.name}): ${reasons.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ')}`
    if (this.said.has(note)) return undefined
    this.said.add(note)
    return note
  }
}
