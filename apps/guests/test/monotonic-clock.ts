/** A provider of `wasi:clocks/monotonic-clock@0.3.0`, as far as the examples need it. */
export const monotonicClock = {
  now: () => process.hrtime.bigint(),
  waitFor: (nanoseconds: bigint) =>
    new Promise<void>((resolve) => setTimeout(resolve, Number(nanoseconds) / 1e6)),
}
