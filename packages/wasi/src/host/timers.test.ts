import { cancelCall } from '@weft/component'
import { expect, test } from 'vitest'
import { ownClocks } from './clocks.js'
import { Timers } from './timers.js'

test('a wait that is cancelled keeps no timer', () => {
  const running = new Set<() => void>()
  const timers = new Timers({
    ...ownClocks,
    monotonicNow: () => 0n,
    startTimer(_milliseconds, callback) {
      running.add(callback)
      return () => running.delete(callback)
    },
  })
  const wait = timers.until(1_000_000n)
  expect(running.size).toBe(1)
  expect(wait?.[cancelCall]?.()).toBe(true)
  expect(running.size).toBe(0)
})
