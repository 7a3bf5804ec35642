import { Chunk } from '@weft/assemblyscript/assembly/component'
import { Field, rowBytes, rowsChunkWords } from '../rows'

/** No line that is a row is longer. */
const longestLine: i32 = 64
/** `1,1,1,1` and its end. */
const shortestLine: i32 = 8

// @ts-ignore: decorator
@inline const newline: u32 = 0x0a
// @ts-ignore: decorator
@inline const carriageReturn: u32 = 0x0d
// @ts-ignore: decorator
@inline const comma: u32 = 0x2c
// @ts-ignore: decorator
@inline const minus: u32 = 0x2d
// @ts-ignore: decorator
@inline const point: u32 = 0x2e
// @ts-ignore: decorator
@inline const zero: u32 = 0x30
// @ts-ignore: decorator
@inline const noNumber: u32 = 0xffffffff

/** Makes rows of lines that come in pieces. A line that is cut is kept until the rest of it comes. */
export class Lines {
  /** The rows of the last piece. */
  readonly rows: Chunk<u32>
  parsed: u64 = 0
  malformed: u64 = 0

  private readonly cut: StaticArray<u8> = new StaticArray<u8>(longestLine)
  // More than there is room for: the line is too long.
  private cutBytes: i32 = 0
  private inHeader: bool = true
  private cursor: usize = 0
  private next: usize = 0

  constructor(mostBytes: i32) {
    this.rows = new Chunk<u32>(rowsChunkWords(mostBytes / shortestLine + 2))
  }

  /** Makes the rows of a piece of text. */
  take(text: Chunk<u8>): void {
    const start = text.address
    const end = start + text.length
    this.next = this.rows.address
    let from = start
    if (this.cutBytes > 0 || this.inHeader) {
      from = afterNewline(start, end)
      this.keep(start, from)
      if (load<u8>(from - 1) != newline) return this.count()
      this.takeCut()
    }
    let last = end
    while (last > from && load<u8>(last - 1) != newline) last--
    this.parse(from, last)
    this.keep(last, end)
    this.count()
  }

  /** The text is over: makes a row of a last line without end. False if there is none. */
  finish(): bool {
    if (this.cutBytes == 0) return false
    this.next = this.rows.address
    this.keepByte(<u8>newline)
    this.takeCut()
    this.count()
    return this.rows.length > 0
  }

  private count(): void {
    const rows = <i32>(this.next - this.rows.address) / rowBytes
    this.rows.length = rows
    this.parsed += rows
  }

  private keep(from: usize, to: usize): void {
    for (let at = from; at < to; at++) this.keepByte(load<u8>(at))
  }

  private keepByte(byte: u8): void {
    if (this.cutBytes < longestLine) unchecked((this.cut[this.cutBytes] = byte))
    if (this.cutBytes <= longestLine) this.cutBytes++
  }

  /** Parses the line that is complete now. */
  private takeCut(): void {
    const bytes = this.cutBytes
    this.cutBytes = 0
    if (this.inHeader) this.inHeader = false
    else if (bytes > longestLine) this.malformed++
    else this.parse(changetype<usize>(this.cut), changetype<usize>(this.cut) + bytes)
  }

  /** Parses whole lines: a number ends at the newline at the latest, so nothing else has to look for the end. */
  private parse(from: usize, to: usize): void {
    let next = this.next
    this.cursor = from
    while (this.cursor < to) {
      if (this.line(next)) next += rowBytes
      else this.skip()
    }
    this.next = next
  }

  /** Makes a row at `row`. False if the line is none: the cursor is somewhere in it then. */
  // @ts-ignore: decorator
  @inline
  private line(row: usize): bool {
    const station = this.number(999_999_999)
    if (station == noNumber || !this.passed(comma)) return false
    const negative = this.passed(minus)
    const degrees = this.number(99_999)
    if (degrees == noNumber) return false
    const centidegrees = degrees * 100 + this.hundredths()
    if (!this.passed(comma)) return false
    const region = this.number(0xffff)
    if (region == noNumber || !this.passed(comma)) return false
    const status = this.number(0xffff)
    if (status == noNumber) return false
    this.passed(carriageReturn)
    if (!this.passed(newline)) return false
    store<u32>(row, station)
    store<i32>(row, negative ? -(<i32>centidegrees) : <i32>centidegrees, Field.centidegrees)
    store<u16>(row, <u16>region, Field.region)
    store<u16>(row, <u16>status, Field.status)
    return true
  }

  // @ts-ignore: decorator
  @inline
  private passed(byte: u32): bool {
    if (load<u8>(this.cursor) != byte) return false
    this.cursor++
    return true
  }

  /** A number without sign, of nine digits at most. */
  // @ts-ignore: decorator
  @inline
  private number(most: u32): u32 {
    let at = this.cursor
    const start = at
    let value: u32 = 0
    let digit: u32
    while ((digit = <u32>load<u8>(at) - zero) < 10) {
      value = value * 10 + digit
      at++
    }
    this.cursor = at
    return at == start || at - start > 9 || value > most ? noNumber : value
  }

  /** One or two digits behind a point, in hundredths; 0 if there is no point. What is left of more digits spoils the line. */
  // @ts-ignore: decorator
  @inline
  private hundredths(): u32 {
    if (!this.passed(point)) return 0
    const tenths = <u32>load<u8>(this.cursor) - zero
    // The point itself is left over then.
    if (tenths > 9) {
      this.cursor--
      return 0
    }
    const hundredths = <u32>load<u8>(this.cursor, 1) - zero
    if (hundredths > 9) {
      this.cursor++
      return tenths * 10
    }
    this.cursor += 2
    return tenths * 10 + hundredths
  }

  /** Leaves out the rest of a line that is no row. */
  private skip(): void {
    let at = this.cursor
    while (load<u8>(at) != newline) at++
    this.cursor = at + 1
    this.malformed++
  }
}

/** Address after the first newline, or the end. */
function afterNewline(start: usize, end: usize): usize {
  let at = start
  while (at < end) if (load<u8>(at++) == newline) break
  return at
}
