import { WeftError } from '@weft/core'

/** A test script that cannot be read: `line` and `column` count from 1. */
export class ScriptError extends WeftError {
  readonly line: number
  readonly column: number

  constructor(message: string, text: string, offset: number) {
    const { line, column } = placeOf(text, offset)
    super('malformed-script', `${message} (line ${line}, column ${column})`)
    this.line = line
    this.column = column
  }
}

/** Line and column of an offset, counted from 1. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
