/** Columns that a line of generated text may have. */
const lineWidth = 110

/** Collects lines of AssemblyScript, indented. */
export class SourceWriter {
  private readonly lines: string[] = []
  private depth = 0

  /** Adds lines; an empty one stays empty. */
  line(...lines: readonly string[]): this {
    for (const line of lines) this.lines.push(line === '' ? '' : '  '.repeat(this.depth) + line)
    return this
  }

  /** An empty line, unless there is one already, nothing before it, or only what opens a block. */
  gap(): this {
    const last = this.lines.at(-1)
    if (last !== undefined && last !== '' && !last.endsWith('{')) this.lines.push('')
    return this
  }

  /** `head {`, what `body` writes, `}`. */
  block(head: string, body: () => void): this {
    return this.enclose(`${head} {`, body, '}')
  }

  /** `open`, what `body` writes one step to the right, `close`. */
  enclose(open: string, body: () => void, close: string): this {
    this.line(open)
    this.depth++
    body()
    this.depth--
    return this.line(close)
  }

  /** `open` + items + `close` in one line if they fit, else an item a line. */
  items(open: string, items: readonly string[], close: string): this {
    const inOne = `${open}${items.join(', ')}${close}`
    if (items.length === 0 || inOne.length + this.depth * 2 <= lineWidth) return this.line(inOne)
    return this.enclose(
      open.trimEnd(),
      () => this.line(...items.map((item) => `${item},`)),
      close.trimStart(),
    )
  }

  /** Items in one line if they fit, and what `body` writes behind them. */
  callableBlock(open: string, items: readonly string[], close: string, body: () => void): this {
    this.items(open, items, `${close} {`)
    this.depth++
    body()
    this.depth--
    return this.line('}')
  }

  /** A JSDoc comment, if there is something to say. */
  docs(docs: string | undefined): this {
    if (docs === undefined || docs.trim() === '') return this
    const lines = docs.replaceAll('*/', '* /').trim().split('\n')
    if (lines.length === 1 && lines[0]!.length + this.depth * 2 + 7 <= lineWidth)
      return this.line(`/** ${lines[0]} */`)
    return this.line('/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */')
  }

  toString(): string {
    return this.lines.join('\n')
  }
}
