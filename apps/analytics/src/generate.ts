const chunkBytes = 256 * 1024
/** No generated line is longer. */
const longestLine = 40
const stations = 1000
/** One line in so many is no row. */
const malformedEvery = 10_000
const encoder = new TextEncoder()

/**
 * A CSV text of weather stations of `bytes` bytes, the same at every call. Pieces end anywhere, and each is overwritten when
 * the next is asked for.
 */
export function* generate(bytes: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(chunkBytes + longestLine)
  const lines = new Lines(buffer)
  let left = bytes
  let filled = encoder.encodeInto('station,degrees,region,status\n', buffer).written
  while (left > 0) {
    while (filled < chunkBytes) filled = lines.write(filled)
    const length = Math.min(chunkBytes, left)
    yield buffer.subarray(0, length)
    left -= length
    buffer.copyWithin(0, chunkBytes, filled)
    filled -= chunkBytes
  }
}

/** Writes rows of made-up weather. */
class Lines {
  readonly #buffer: Uint8Array
  #state = 0x2545f491
  #count = 0

  constructor(buffer: Uint8Array) {
    this.#buffer = buffer
  }

  /** Writes a line at an index. Returns the index after it. */
  write(start: number): number {
    const buffer = this.#buffer
    if (++this.#count % malformedEvery === 0) {
      return start + encoder.encodeInto('a line that is no row\n', buffer.subarray(start)).written
    }
    const random = this.#next()
    const station = random % stations
    // Warm stations and cold ones, by up to 15 degrees.
    const hundredths = ((station * 37) % 3000) - 1000 + ((random >>> 10) % 3000) - 1500
    let at = this.#number(start, station)
    buffer[at++] = 0x2c
    if (hundredths < 0) buffer[at++] = 0x2d
    const size = Math.abs(hundredths)
    at = this.#number(at, Math.trunc(size / 100))
    buffer[at++] = 0x2e
    buffer[at++] = 0x30 + (Math.trunc(size / 10) % 10)
    buffer[at++] = 0x30 + (size % 10)
    buffer[at++] = 0x2c
    at = this.#number(at, station % 16)
    buffer[at++] = 0x2c
    at = this.#number(at, random >>> 28 === 0 ? 7 : 0)
    buffer[at++] = 0x0a
    return at
  }

  #number(start: number, value: number): number {
    const digits = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4
    let rest = value
    for (let at = start + digits - 1; at >= start; at--) {
      this.#buffer[at] = 0x30 + (rest % 10)
      rest = Math.trunc(rest / 10)
    }
    return start + digits
  }

  /** Marsaglia's xorshift of 32 bits. */
  #next(): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return state >>> 0
  }
}
