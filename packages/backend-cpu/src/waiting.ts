const pauseOnce: () => void =
  'pause' in Atomics ? () => (Atomics as unknown as { pause(): void }).pause() : () => {}

/** Pauses between two looks at the clock: about a microsecond, which keeps the clock out of the short waits. */
const pausesPerLook = 24

let canBlock: boolean | undefined

/** Whether this thread may sleep in `Atomics.wait`; a browser's main thread may not. */
function mayBlock(): boolean {
  if (canBlock === undefined) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0)
      canBlock = true
    } catch {
      canBlock = false
    }
  }
  return canBlock
}

/** Spins until `words[index]` is no longer `value`, for `spinUs` microseconds at most. True when it changed. */
export function spinWhile(words: Int32Array, index: number, value: number, spinUs: number): boolean {
  for (let look = 0; look < pausesPerLook; look++) {
    if (Atomics.load(words, index) !== value) return true
    pauseOnce()
  }
  const end = performance.now() + spinUs / 1_000
  do {
    for (let look = 0; look < pausesPerLook; look++) {
      if (Atomics.load(words, index) !== value) return true
      pauseOnce()
    }
  } while (performance.now() < end)
  return false
}

/** Sleeps while `words[index]` is `value`, or spins where this thread may not sleep. Wakes at the latest after `timeoutMs`. */
export function sleepWhile(words: Int32Array, index: number, value: number, timeoutMs: number): void {
  if (mayBlock()) Atomics.wait(words, index, value, timeoutMs)
  else spinWhile(words, index, value, Math.min(timeoutMs, 1) * 1_000)
}
