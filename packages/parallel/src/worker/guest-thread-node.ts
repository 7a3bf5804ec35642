import { messageOf } from '../device-catalog.js'
import type { StartGuestThread } from './guest-thread.js'

/** Starts workers of Node; `entry` gives the module that they run. */
export function startNodeGuestThread(entry: () => URL): StartGuestThread {
  return async (start, listener) => {
    // Loaded on use, so that a program for browsers can have this module in it.
    const { Worker } = await import('node:worker_threads')
    const worker = new Worker(entry(), { workerData: start, execArgv: [] })
    let reason = 'it ended by itself'
    worker.on('message', (message) => listener.onMessage(message))
    worker.on('error', (error) => {
      reason = messageOf(error)
    })
    worker.once('exit', () => listener.onExit(reason))
    return {
      post: (message) => worker.postMessage(message),
      keepAlive: (alive) => (alive ? worker.ref() : worker.unref()),
      terminate: () => worker.terminate(),
    }
  }
}
