import { setTimeout as sleep } from 'node:timers/promises'

/** As much of `wasi:clocks` as the guests of the tests need. */
export const clocks = {
  'wasi:clocks/monotonic-clock': {
    now: () => process.hrtime.bigint(),
    waitFor: (nanoseconds: bigint) => sleep(Number(nanoseconds) / 1e6, undefined, { ref: false }),
    waitUntil: () => undefined,
    getResolution: () => 1n,
  },
}

/** {@link clocks} by which nothing that waits goes on before `open` is called. */
export function gatedClocks(): { readonly imports: typeof clocks; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const clock = { ...clocks['wasi:clocks/monotonic-clock'], waitFor: () => promise }
  return { imports: { 'wasi:clocks/monotonic-clock': clock }, open: () => resolve(undefined) }
}
