import type { CallMessage, GuestThreadMessage, GuestThreadStart } from './messages.js'

/** The worker of one guest, the same in Node and in browsers. */
export interface GuestThread {
  post(message: CallMessage): void
  /** Whether the process must go on for the worker's sake. It must at first. */
  keepAlive(alive: boolean): void
  /** Ends the thread, wherever it is. Resolves when it has ended. */
  terminate(): Promise<unknown>
}

interface GuestThreadListener {
  onMessage(message: GuestThreadMessage): void
  /** The thread has ended; `reason` is there if it was not asked to. */
  onExit(reason: string): void
}

/** Starts a worker that runs `WorkerGuest`. */
export type StartGuestThread = (
  start: GuestThreadStart,
  listener: GuestThreadListener,
) => Promise<GuestThread>
