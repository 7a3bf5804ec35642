import type { StartGuestThread } from './guest-thread.js'

/** Starts dedicated workers of a browser; `create` makes one that runs the browser's guest worker. */
export function startBrowserGuestThread(create: () => Worker): StartGuestThread {
  return async (start, listener) => {
    const worker = create()
    worker.onmessage = ({ data }) => listener.onMessage(data)
    worker.onerror = ({ message }) => listener.onExit(message)
    worker.postMessage(start)
    return {
      post: (message) => worker.postMessage(message),
      keepAlive: () => {},
      terminate: async () => worker.terminate(),
    }
  }
}
