import { type Position, WitxSyntaxError } from './syntax-error.js'

export interface Token extends Position {
  readonly kind: '(' | ')' | 'identifier' | 'word' | 'string' | 'end'
  /** As it stands in the text. */
  readonly text: string
  /** An identifier without its `$`, a string without quotes and escapes, otherwise `text`. */
  readonly value: string
  /** The `;;;` comments above it, one line each, without the marker and one space. */
  readonly docs: string
}

const blank = /[ \t\r\n]+/y
const lineComment = /;;[^\n]*/y
const word = /[A-Za-z0-9!#$%&'*+\-./:<=>?@\\^_`|~]+/y
const stringLiteral = /"(?:[^"\\\n]|\\[^\n])*"/y
const escapeSequence = /\\(?:([0-9a-fA-F]{2})|([nt"'\\])|.)/gs
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', "'": "'", '\\': '\\' }

/** Splits WITX text into tokens; the last one is `end`. Throws `WitxSyntaxError`. */
export function tokenize(text: string): readonly Token[] {
  return new Tokenizer(text).run()
}

class Tokenizer {
  private readonly text: string
  private readonly tokens: Token[] = []
  private offset = 0
  private line = 1
  private lineStart = 0
  private docs: string[] = []

  constructor(text: string) {
    this.text = text
  }

  run(): readonly Token[] {
    while (this.offset < this.text.length) this.step()
    this.push('end', '')
    return this.tokens
  }

  private step(): void {
    const next = this.text[this.offset]!
    const space = this.match(blank)
    if (space !== undefined) this.advance(space)
    else if (next === ';') this.comment()
    else if (next === '(' && this.text[this.offset + 1] === ';') this.blockComment()
    else if (next === '(' || next === ')') this.push(next, next)
    else if (next === '"') this.string()
    else this.word()
  }

  private word(): void {
    const text = this.match(word)
    if (text === undefined) {
      this.fail('unexpected character', String.fromCodePoint(this.text.codePointAt(this.offset)!))
    }
    if (text === '$') this.fail('an identifier needs a name after "$"', text)
    if (text.startsWith('$')) this.push('identifier', text, text.slice(1))
    else this.push('word', text)
  }

  private comment(): void {
    const text = this.match(lineComment)
    if (text === undefined) this.fail('a comment starts with ";;"', ';')
    if (text.startsWith(';;;')) this.docs.push(text.slice(3).replace(/^ /, '').trimEnd())
    this.advance(text)
  }

  private blockComment(): void {
    let depth = 0
    let end = this.offset
    do {
      const pair = this.text.slice(end, end + 2)
      if (pair === '(;') depth++
      else if (pair === ';)') depth--
      else if (pair === '') this.fail('a block comment is not closed', '(;')
      end += pair === '(;' || pair === ';)' ? 2 : 1
    } while (depth > 0)
    this.advance(this.text.slice(this.offset, end))
  }

  private string(): void {
    const text = this.match(stringLiteral)
    if (text === undefined) this.fail('a string is not closed on its line', '"')
    const value = text.slice(1, -1).replace(escapeSequence, (whole, hex?: string, letter?: string) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      return letter === undefined ? this.fail(`unknown escape ${whole}`, text) : escapes[letter]!
    })
    this.push('string', text, value)
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset
    return pattern.exec(this.text)?.[0]
  }

  private push(kind: Token['kind'], text: string, value = text): void {
    this.tokens.push({ kind, text, value, docs: this.docs.join('\n'), ...this.position() })
    this.docs = []
    this.advance(text)
  }

  private advance(text: string): void {
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) {
      this.line++
      this.lineStart = this.offset + index + 1
    }
    this.offset += text.length
  }

  private position(): Position {
    return { line: this.line, column: this.offset - this.lineStart + 1 }
  }

  private fail(message: string, token: string): never {
    throw new WitxSyntaxError(message, token, this.position())
  }
}
