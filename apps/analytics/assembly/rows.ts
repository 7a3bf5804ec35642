import { StreamType } from '@weft/assemblyscript/assembly/component/generated'

/** Bytes of a `row` in memory, as the canonical ABI lays its fields out. */
// @ts-ignore: decorator
@inline
export const rowBytes: i32 = 12
// @ts-ignore: decorator
@inline
const rowWords: i32 = 3

/** Where the fields are in a row. */
export namespace Field {
  // @ts-ignore: decorator
  @inline export const centidegrees: usize = 4
  // @ts-ignore: decorator
  @inline export const region: usize = 8
  // @ts-ignore: decorator
  @inline export const status: usize = 10
}

/**
 * Streams of rows that stay where they lie. Bindings lift each row to an object; here a chunk is memory of
 * `rowsChunkWords` words whose `length` counts rows, since a stream counts elements.
 */
export class RowsInPlace<Row> extends StreamType<u32> {
  constructor(private readonly rows: StreamType<Row>) {
    super()
  }

  create(): i64 {
    return this.rows.create()
  }

  read(end: i32, address: usize, words: u32): i32 {
    return this.rows.read(end, address, words / rowWords)
  }

  write(end: i32, address: usize, rows: u32): i32 {
    return this.rows.write(end, address, rows)
  }

  cancelRead(end: i32): i32 {
    return this.rows.cancelRead(end)
  }

  cancelWrite(end: i32): i32 {
    return this.rows.cancelWrite(end)
  }

  dropReadable(end: i32): void {
    this.rows.dropReadable(end)
  }

  dropWritable(end: i32): void {
    this.rows.dropWritable(end)
  }

  get elementBytes(): u32 {
    return rowBytes
  }

  get direct(): bool {
    return true
  }

  lift(address: usize): u32 {
    return load<u32>(address)
  }

  lower(address: usize, value: u32): void {
    store<u32>(address, value)
  }
}

/** Capacity of a chunk for that many rows. */
export function rowsChunkWords(rows: i32): i32 {
  return rows * rowWords
}
