import type { Condition, Report, Summary } from './analysis.js'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
/** Sums of hundredths stay far below 2⁵³. */
type Running = Mutable<Omit<Summary, 'sum' | 'count'>> & { sum: number; count: number }

const newline = 0x0a
const noNumber = -1

/** The same analysis in one piece of JavaScript, without components: the yardstick, and the check of the result. */
export class PlainAnalysis {
  readonly #where: Condition
  readonly #stations = new Map<number, Running>()
  #rest = new Uint8Array(0)
  #inHeader = true
  #rows = 0
  #malformed = 0
  #selected = 0
  #cursor = 0

  constructor(where: Condition) {
    this.#where = where
  }

  /** Takes a piece of the text, which may end anywhere. */
  take(piece: Uint8Array): void {
    let start = 0
    if (this.#rest.length > 0 || this.#inHeader) {
      start = piece.indexOf(newline) + 1
      if (start === 0) {
        this.#keep(piece)
        return
      }
      this.#keep(piece.subarray(0, start))
      const line = this.#rest
      this.#rest = new Uint8Array(0)
      if (this.#inHeader) this.#inHeader = false
      else this.#parse(line, 0, line.length)
    }
    const end = Math.max(start, piece.lastIndexOf(newline) + 1)
    this.#parse(piece, start, end)
    this.#keep(piece.subarray(end))
  }

  /** The report, once all pieces were taken. */
  finish(): Report {
    if (this.#rest.length > 0) this.take(Uint8Array.of(newline))
    const stations = [...this.#stations.values()].sort((left, right) => left.station - right.station)
    return {
      parsed: { rows: BigInt(this.#rows), malformed: BigInt(this.#malformed) },
      selected: BigInt(this.#selected),
      stations: stations.map((each) => ({ ...each, count: BigInt(each.count), sum: BigInt(each.sum) })),
    }
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const rest = new Uint8Array(this.#rest.length + bytes.length)
    rest.set(this.#rest)
    rest.set(bytes, this.#rest.length)
    this.#rest = rest
  }

  #parse(text: Uint8Array, start: number, end: number): void {
    this.#cursor = start
    while (this.#cursor < end) {
      if (this.#line(text)) continue
      this.#malformed++
      this.#cursor = text.indexOf(newline, this.#cursor) + 1
    }
  }

  #line(text: Uint8Array): boolean {
    const station = this.#number(text, 999_999_999)
    if (station === noNumber || !this.#passed(text, 0x2c)) return false
    const negative = this.#passed(text, 0x2d)
    const degrees = this.#number(text, 99_999)
    if (degrees === noNumber) return false
    const hundredths = degrees * 100 + this.#hundredths(text)
    if (!this.#passed(text, 0x2c)) return false
    const region = this.#number(text, 0xffff)
    if (region === noNumber || !this.#passed(text, 0x2c)) return false
    const status = this.#number(text, 0xffff)
    if (status === noNumber) return false
    this.#passed(text, 0x0d)
    if (!this.#passed(text, newline)) return false
    this.#rows++
    this.#add(station, negative ? 0 - hundredths : hundredths, region, status)
    return true
  }

  #add(station: number, hundredths: number, region: number, status: number): void {
    const { status: wanted, leastRegion, mostRegion } = this.#where
    if (status !== wanted || region < leastRegion || region > mostRegion) return
    this.#selected++
    const known = this.#stations.get(station)
    if (known === undefined) {
      this.#stations.set(station, { station, count: 1, least: hundredths, most: hundredths, sum: hundredths })
      return
    }
    known.count++
    known.sum += hundredths
    if (hundredths < known.least) known.least = hundredths
    if (hundredths > known.most) known.most = hundredths
  }

  #passed(text: Uint8Array, byte: number): boolean {
    if (text[this.#cursor] !== byte) return false
    this.#cursor++
    return true
  }

  #number(text: Uint8Array, most: number): number {
    const start = this.#cursor
    let at = start
    let value = 0
    for (;;) {
      const digit = text[at]! - 0x30
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      at++
    }
    this.#cursor = at
    return at === start || at - start > 9 || value > most ? noNumber : value
  }

  #hundredths(text: Uint8Array): number {
    if (!this.#passed(text, 0x2e)) return 0
    const tenths = text[this.#cursor]! - 0x30
    if (!(tenths >= 0 && tenths <= 9)) {
      this.#cursor--
      return 0
    }
    const hundredths = text[this.#cursor + 1]! - 0x30
    const two = hundredths >= 0 && hundredths <= 9
    this.#cursor += two ? 2 : 1
    return tenths * 10 + (two ? hundredths : 0)
  }
}
