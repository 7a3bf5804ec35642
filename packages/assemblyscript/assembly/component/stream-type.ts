/** What the canonical ABI has for one type of stream; generated for each. */
export abstract class StreamType<T> {
  /** `stream.new`: the readable end in the low half, the writable end in the high half. */
  abstract create(): i64
  abstract read(end: i32, address: usize, count: u32): i32
  abstract write(end: i32, address: usize, count: u32): i32
  abstract cancelRead(end: i32): i32
  abstract cancelWrite(end: i32): i32
  abstract dropReadable(end: i32): void
  abstract dropWritable(end: i32): void
  /** Size of an element in memory, in bytes; 0 without payload. */
  abstract get elementBytes(): u32
  /** True if elements lie in memory as AssemblyScript has them: numbers. */
  abstract get direct(): bool
  abstract lift(address: usize): T
  abstract lower(address: usize, value: T): void
}

/** What the canonical ABI has for one type of future; generated for each. */
export abstract class FutureType<T> {
  abstract create(): i64
  abstract read(end: i32, address: usize): i32
  abstract write(end: i32, address: usize): i32
  abstract cancelRead(end: i32): i32
  abstract cancelWrite(end: i32): i32
  abstract dropReadable(end: i32): void
  abstract dropWritable(end: i32): void
  abstract get elementBytes(): u32
  abstract lift(address: usize): T
  abstract lower(address: usize, value: T): void
}
