import type { WasiHost } from '../host/wasi-host.js'
import { Pollable } from '../io/pollable.js'

/** `wasi:clocks/monotonic-clock` of WASI 0.2. */
export function monotonicClock2({ clocks, timers }: WasiHost): object {
  const subscribe = (mark: bigint) => {
    const isReady = () => clocks.monotonicNow() >= mark
    const cancels = new Set<() => void>()
    const wait = () => new Promise<void>((resolve) => cancels.add(timers.at(mark, resolve)))
    const dispose = () => {
      for (const cancel of cancels) cancel()
    }
    return new Pollable(isReady, wait, dispose)
  }
  return {
    now: () => clocks.monotonicNow(),
    resolution: () => clocks.monotonicResolution,
    subscribeInstant: subscribe,
    subscribeDuration: (duration: bigint) => subscribe(clocks.monotonicNow() + duration),
  }
}
