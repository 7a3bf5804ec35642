import type { Fail } from './fail.js'
import { isLabel } from './labels.js'
import { isSemver } from './semver.js'

/** Reads a name front to back. Fails where something else is expected. */
export class NameReader {
  private rest: string
  private readonly fail: Fail

  constructor(text: string, fail: Fail) {
    this.rest = text
    this.fail = fail
  }

  /** Takes a word if it comes next. */
  take(word: string): boolean {
    if (!this.rest.startsWith(word)) return false
    this.rest = this.rest.slice(word.length)
    return true
  }

  expect(word: string): void {
    if (!this.take(word)) this.fail(`expected \`${word}\` at \`${this.rest}\``)
  }

  /** All up to a character, which must come. */
  upTo(character: string): string {
    const end = this.rest.indexOf(character)
    return end < 0 ? this.fail(`failed to find \`${character}\` character`) : this.cut(end)
  }

  remaining(): string {
    return this.cut(this.rest.length)
  }

  /** Fails where something is left. */
  end(): void {
    if (this.rest !== '') this.fail(`trailing characters found: \`${this.rest}\``)
  }

  label(): string {
    return this.asLabel(this.cut(/^[0-9A-Za-z-]*/.exec(this.rest)![0].length))
  }

  asLabel(text: string): string {
    return isLabel(text) ? text : this.fail(`\`${text}\` is not in kebab case`)
  }

  /** Namespaces, a package, and projections, which interfaces have and packages alone have not. */
  path(what: 'interface' | 'package'): void {
    this.packageWord()
    this.expect(':')
    do this.packageWord()
    while (this.take(':'))
    if (what === 'interface' && !this.rest.startsWith('/')) this.fail('expected `/` after package name')
    while (this.take('/')) this.label()
  }

  semver(text: string): void {
    if (!isSemver(text)) this.fail(`\`${text}\` is not a valid semver`)
  }

  /** A hash of what is imported. */
  digest(text: string): void {
    if (!/^sha(?:256|384|512)-[0-9A-Za-z+/]+={0,2}(?:\?.*)?$/s.test(text))
      this.fail(`\`${text}\` is not a valid integrity hash`)
  }

  /** Namespaces and packages are in lower case. */
  private packageWord(): void {
    const upper = /[A-Z]/.exec(this.label())
    if (upper !== null) this.fail(`character \`${upper[0]}\` is not lowercase in package name/namespace`)
  }

  private cut(length: number): string {
    const taken = this.rest.slice(0, length)
    this.rest = this.rest.slice(length)
    return taken
  }
}
