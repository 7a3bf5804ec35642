import { Worker } from 'node:worker_threads'
import type { StartWorker } from './worker-thread.js'

/** Starts workers of Node; `entry` is the module that they run. */
export function startNodeWorker(entry: URL): StartWorker {
  return (start, onExit) => {
    const worker = new Worker(entry, { workerData: start, execArgv: [] })
    worker.unref()
    worker.once('exit', onExit)
    // An error that nobody listens for would end the process; the exit that follows says enough.
    worker.on('error', () => {})
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => worker.terminate(),
    }
  }
}
