import { constants } from 'node:os'
import process from 'node:process'

const signals = ['SIGINT', 'SIGTERM'] as const

export interface SignalWait extends Disposable {
  /** Resolves to the exit code of a program that such a signal ends: 128 and the signal's number. */
  readonly code: Promise<number>
}

/** Waits for the first signal that asks this process to end; it does not end it then. */
export function untilSignal(): SignalWait {
  const { promise, resolve } = Promise.withResolvers<number>()
  const listener = (signal: NodeJS.Signals) => resolve(128 + constants.signals[signal])
  for (const signal of signals) process.on(signal, listener)
  return {
    code: promise,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, listener)
    },
  }
}
