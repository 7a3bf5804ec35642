import type { WorkerMessage, WorkerStart } from './worker-loop.js'

/** A started worker, the same in Node and in browsers. */
export interface WorkerThread {
  post(message: WorkerMessage): void
  /** Ends the thread, wherever it is: an endless kernel too. */
  terminate(): void
  /** While true, the thread keeps the process alive. */
  keepAlive(active: boolean): void
}

/** Starts a worker. `onExit` is called once when the thread has ended for whatever reason. */
export type StartWorker = (start: WorkerStart, onExit: () => void) => WorkerThread
