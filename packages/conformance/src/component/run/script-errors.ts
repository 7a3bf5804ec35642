import { WeftError } from '@weft/core'
import type { ParserRefusal } from '../assemble/parser-refusal.js'

/** A script asks for what it has not defined, or for what its components do not have. */
export class ScriptFault extends WeftError {
  constructor(message: string) {
    super('script', message)
  }
}

/** The text parser does not take the text of a component. */
export class SyntaxRefusal extends WeftError {
  constructor({ refusal, line, column }: ParserRefusal) {
    const place = line === undefined ? '' : ` (line ${line}, column ${column} of the component)`
    super('component-syntax', `${refusal}${place}`)
  }
}
