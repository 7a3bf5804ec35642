import type { PreparedGuest, Starter } from './starters.js'

export interface Start {
  readonly elapsedMs: number
  /** What the service answers; missing if there is no instance. */
  readonly answer?: number
}

interface Control {
  answer(): number
}

/** Starts the service and, after the time was taken, asks it. */
export async function startOnce(starter: Starter, prepared: PreparedGuest): Promise<Start> {
  const start = performance.now()
  const exports = await starter(prepared)
  const elapsedMs = performance.now() - start
  if (exports === undefined) return { elapsedMs }
  const control = exports['weft:start-up/control@1.0.0'] as unknown as Control
  return { elapsedMs, answer: control.answer() }
}
