import type { ParallelOptions } from './options.js'
import { createHost, type Parallel } from './parallel.js'
import { startBrowserGuestThread } from './worker/guest-thread-browser.js'

/** Options of the host in browsers. */
export interface BrowserParallelOptions extends ParallelOptions {
  /** Makes a worker that runs `@weft/parallel`'s browser guest worker; bundlers see the default as it is. */
  readonly createGuestWorker?: () => Worker
}

/** Makes a host from backends, and asks them for their devices. Rejects with `TypeError`, `RangeError`. */
export async function createParallel(options: BrowserParallelOptions): Promise<Parallel> {
  const create =
    options.createGuestWorker ??
    (() => new Worker(new URL('./guest-worker-browser.js', import.meta.url), { type: 'module' }))
  return createHost(options, startBrowserGuestThread(create))
}
