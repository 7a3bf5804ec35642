/** A place in a text, both counted from 1. `column` counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Malformed or unsupported WITX. The message names the place and the offending token. */
export class WitxSyntaxError extends SyntaxError implements Position {
  readonly line: number
  readonly column: number
  /** The token as it stands in the text; empty at the end of the text. */
  readonly token: string

  constructor(message: string, token: string, position: Position) {
    const near = token === '' ? 'at the end of the text' : `at "${token}"`
    super(`${message}, ${near} (line ${position.line}, column ${position.column})`)
    this.name = 'WitxSyntaxError'
    this.line = position.line
    this.column = position.column
    this.token = token
  }
}
