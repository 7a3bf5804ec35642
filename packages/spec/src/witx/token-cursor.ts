import { WitxSyntaxError } from './syntax-error.js'
import { type Token, tokenize } from './tokenizer.js'

// Bounds recursion in everything that walks a document, so that no text can exhaust the stack.
const maximumDepth = 64

/** Walks the tokens of a text front to back. */
export class TokenCursor {
  private readonly tokens: readonly Token[]
  private index = 0
  private depth = 0

  constructor(text: string) {
    this.tokens = tokenize(text)
  }

  /** The token `ahead` of the next one; `end` past the last one. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)]!
  }

  next(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.index++
    return token
  }

  /** Takes a token of this kind; `what` says what it stands for. */
  take(kind: Token['kind'], what: string): Token {
    return this.peek().kind === kind ? this.next() : this.fail(`expected ${what}`)
  }

  takeWord(text: string): Token {
    return this.nextIsWord(text) ? this.next() : this.fail(`expected "${text}"`)
  }

  nextIsWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'word' && token.text === text
  }

  /** True if the next two tokens open a form with this keyword. */
  nextIsForm(keyword: string): boolean {
    return this.peek().kind === '(' && this.nextIsWord(keyword, 1)
  }

  /** Parses `(`, what `body` takes, and `)`. `body` gets the opening token. */
  form<T>(what: string, body: (open: Token) => T): T {
    const open = this.take('(', what)
    if (++this.depth > maximumDepth) this.fail(`forms are nested more than ${maximumDepth} deep`, open)
    const result = body(open)
    this.take(')', `")" to end the ${what}`)
    this.depth--
    return result
  }

  /** Calls `item` until the next token closes the form (or is the end of the text). */
  many<T>(item: () => T): readonly T[] {
    const items: T[] = []
    while (this.peek().kind !== ')' && this.peek().kind !== 'end') items.push(item())
    return items
  }

  fail(message: string, token = this.peek()): never {
    throw new WitxSyntaxError(message, token.text, token)
  }
}
