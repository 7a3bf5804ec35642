import type { ScannedName } from './scanned.js'
import { errorAt, type WitError, type WitSpot } from './wit-error.js'
import { tokenize, type WitToken } from './wit-tokens.js'
import type { WitFile } from './world.js'

/** Reads the tokens of one file in order. */
export class TokenReader {
  readonly file: WitFile
  readonly tokens: readonly WitToken[]
  /** The index of the next token. */
  position = 0

  constructor(file: WitFile) {
    this.file = file
    this.tokens = tokenize(file)
  }

  get next(): WitToken {
    return this.tokens[this.position]!
  }

  get spot(): WitSpot {
    return { file: this.file, offset: this.next.start }
  }

  /** Whether the next token is this operator or keyword. */
  at(text: string): boolean {
    return this.next.text === text
  }

  take(): WitToken {
    const token = this.next
    if (token.kind !== 'end') this.position++
    return token
  }

  accept(text: string): boolean {
    const found = this.at(text)
    if (found) this.position++
    return found
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`\`${text}\``)
  }

  /** Takes an identifier. `what` says what it names. */
  name(what: string): ScannedName {
    const { spot } = this
    const { kind, text } = this.next
    if (kind === 'id') return { ...spot, name: this.take().text.replace('%', '') }
    const hint = kind === 'keyword' && text !== '_' ? `; write \`%${text}\` to use the keyword as a name` : ''
    throw this.unexpected(what, hint)
  }

  /** Takes what `read` takes, with commas between and perhaps behind, until `close`. */
  list(close: string, read: () => void): void {
    while (!this.accept(close)) {
      read()
      if (this.accept(',')) continue
      if (this.accept(close)) return
      throw this.unexpected(`\`,\` or \`${close}\``)
    }
  }

  unexpected(expected: string, hint = ''): WitError {
    const { kind, text } = this.next
    const found = kind === 'end' ? 'the end of the file' : `\`${text}\``
    return errorAt(this.spot, `expected ${expected}, found ${found}${hint}`)
  }
}

/** Throws if two of the names are the same. `what` says what they are. */
export function refuseDuplicates(what: string, names: readonly ScannedName[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name.name)) {
      throw errorAt(name, `another ${what} is called \`${name.name}\`, too; rename one of them`)
    }
    seen.add(name.name)
  }
}
