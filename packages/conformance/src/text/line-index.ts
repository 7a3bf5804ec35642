/** Finds the line of an offset, counted from 1. Offsets must be asked for in ascending order. */
export class LineIndex {
  private readonly text: string
  private line = 1
  private offset = 0

  constructor(text: string) {
    this.text = text
  }

  lineOf(offset: number): number {
    for (;;) {
      const next = this.text.indexOf('\n', this.offset)
      if (next === -1 || next >= offset) return this.line
      this.line++
      this.offset = next + 1
    }
  }
}
