import type { WorkerMessage, WorkerStart } from './worker-loop.js'

/** A started worker, the same in Node and in browsers. */
export interface WorkerThread {
  post(message: WorkerMessage): void
  /** Ends the thread, wherever it is: in an endless kernel too. Resolves when it has ended. */
  terminate(): Promise<unknown>
}

/** Starts a worker. `onExit` is called once when the thread has ended for whatever reason. */
export type StartWorker = (start: WorkerStart, onExit: () => void) => WorkerThread
