import { toInstant } from '../host/clocks.js'
import type { WasiHost } from '../host/wasi-host.js'

/** `wasi:clocks/monotonic-clock` of WASI 0.3. */
export function monotonicClock({ clocks, timers }: WasiHost): object {
  const resolution = () => clocks.monotonicResolution
  return {
    now: () => clocks.monotonicNow(),
    getResolution: resolution,
    resolution,
    waitUntil: (mark: bigint) => timers.until(mark),
    waitFor: (duration: bigint) => timers.until(clocks.monotonicNow() + duration),
  }
}

/** `wasi:clocks/system-clock` of WASI 0.3; its candidates called it `wall-clock`. */
export function systemClock({ clocks }: WasiHost): object {
  const resolution = () => clocks.systemResolution
  return { now: () => toInstant(clocks.systemNow()), getResolution: resolution, resolution }
}

/** `wasi:clocks/wall-clock` of WASI 0.2. */
export function wallClock({ clocks }: WasiHost): object {
  return {
    now: () => toInstant(clocks.systemNow()),
    resolution: () => toInstant(clocks.systemResolution),
    getResolution: () => toInstant(clocks.systemResolution),
  }
}

/** `wasi:clocks/timezone` of WASI 0.2, which is unstable: all times are UTC. */
export const timezone2 = {
  display: () => ({ utcOffset: 0, name: 'UTC', inDaylightSavingTime: false }),
  utcOffset: () => 0,
}

/** `wasi:clocks/timezone` of WASI 0.3, which is unstable: all times are UTC. */
export const timezone = { ianaId: () => 'UTC', utcOffset: () => 0n, toDebugString: () => 'UTC' }
