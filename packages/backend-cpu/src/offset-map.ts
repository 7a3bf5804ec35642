/** Maps offsets in rewritten code back to offsets in the code it was made from. */
export class OffsetMap {
  private readonly pairs: readonly (readonly [rewritten: number, original: number])[]
  private readonly shift: number

  /** `pairs` are in ascending order; `shift` is added to the rewritten offsets. */
  constructor(pairs: readonly (readonly [number, number])[], shift: number) {
    this.pairs = pairs
    this.shift = shift
  }

  /** The original offset of the instruction that `rewritten` lies in, or undefined before the first. */
  originalOf(rewritten: number): number | undefined {
    return this.pairs.findLast(([start]) => start + this.shift <= rewritten)?.[1]
  }
}
