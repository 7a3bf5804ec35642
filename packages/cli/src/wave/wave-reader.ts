import { UsageError } from '../cli-error.js'

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
}

/** Takes WAVE text apart. */
export class WaveReader {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Items between `open` and `close`, with commas between them. */
  list(open: string, close: string, item: () => void): void {
    this.expect(open)
    while (!this.#peeks(close)) {
      item()
      if (!this.#peeks(close)) this.expect(',')
    }
    this.expect(close)
  }

  expect(token: string): void {
    if (!this.#peeks(token)) throw this.unexpected(token)
    this.#position += token.length
  }

  /** A name or a number. */
  word(wanted: string): string {
    this.#skipSpace()
    const [word] = /^%?[-+.\w]+/.exec(this.#text.slice(this.#position)) ?? []
    if (word === undefined) throw this.unexpected(wanted)
    this.#position += word.length
    return word.replace('%', '')
  }

  string(): string {
    return this.#quoted('"', 'a string in "quotes"')
  }

  character(): string {
    const value = this.#quoted("'", "a character in 'quotes'")
    if ([...value].length !== 1) throw new UsageError(`'${value}' is not one character`)
    return value
  }

  end(): void {
    this.#skipSpace()
    if (this.#position < this.#text.length) throw this.unexpected('the end')
  }

  unexpected(wanted: string, found = this.#text.slice(this.#position, this.#position + 20)): UsageError {
    const what = found === '' ? 'the end' : JSON.stringify(found)
    return new UsageError(`cannot read ${this.#text}: ${wanted} was expected, not ${what}`)
  }

  #quoted(quote: string, wanted: string): string {
    this.#skipSpace()
    const found = new RegExp(`^${quote}((?:[^${quote}\\\\]|\\\\.)*)${quote}`, 's').exec(
      this.#text.slice(this.#position),
    )
    if (found === null) throw this.unexpected(wanted)
    this.#position += found[0].length
    return found[1]!.replace(/\\(u\{([\da-f]+)\}|.)/gis, (_, found: string, code: string | undefined) =>
      code === undefined ? this.#unescape(found) : String.fromCodePoint(Number.parseInt(code, 16)),
    )
  }

  #unescape(character: string): string {
    const meant = escapes[character]
    if (meant === undefined) throw new UsageError(`cannot read ${this.#text}: there is no \\${character}`)
    return meant
  }

  #peeks(token: string): boolean {
    this.#skipSpace()
    return this.#text.startsWith(token, this.#position)
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#position] ?? '')) this.#position++
  }
}
