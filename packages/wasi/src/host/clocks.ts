/** A point in time since 1970-01-01T00:00:00Z; `nanoseconds` is less than 10⁹. */
export interface Instant {
  readonly seconds: bigint
  readonly nanoseconds: number
}

/** The clocks of a guest. */
export interface Clocks {
  /** Nanoseconds since a time that does not change; never decreases. */
  monotonicNow(): bigint
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  systemNow(): bigint
  /** Nanoseconds. */
  readonly monotonicResolution: bigint
  /** Nanoseconds. */
  readonly systemResolution: bigint
  /** Calls back once after `milliseconds` or a little earlier; the function it returns calls that off. */
  startTimer(milliseconds: number, callback: () => void): () => void
}

const nanosecondsPerSecond = 1_000_000_000n
/** `performance` is exact to a microsecond at best. */
const microsecond = 1000n

/** The clocks of this process, on any engine. */
export const ownClocks: Clocks = {
  monotonicNow: () => BigInt(Math.round(performance.now() * 1e6)),
  systemNow,
  monotonicResolution: microsecond,
  systemResolution: microsecond,
  startTimer(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** `performance` is finer, but does not follow the system's clock when that is set. */
function systemNow(): bigint {
  const coarse = Date.now()
  const fine = performance.timeOrigin + performance.now()
  return BigInt(Math.round((Math.abs(fine - coarse) < 5 ? fine : coarse) * 1000)) * microsecond
}

/** Nanoseconds since the epoch as WASI writes them. */
export function toInstant(nanoseconds: bigint): Instant {
  const remainder = ((nanoseconds % nanosecondsPerSecond) + nanosecondsPerSecond) % nanosecondsPerSecond
  return { seconds: (nanoseconds - remainder) / nanosecondsPerSecond, nanoseconds: Number(remainder) }
}
