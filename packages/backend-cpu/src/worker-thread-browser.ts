import type { StartWorker } from './worker-thread.js'

/** Starts dedicated workers of a browser; `create` makes one that runs the browser worker entry. */
export function startBrowserWorker(create: () => Worker): StartWorker {
  return (start, onExit) => {
    const worker = create()
    worker.onerror = () => onExit()
    worker.postMessage(start)
    return {
      post: (message) => worker.postMessage(message),
      terminate: async () => {
        worker.terminate()
        onExit()
      },
    }
  }
}
