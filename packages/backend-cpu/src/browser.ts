import type { Backend } from '@weft/backend'
import { type CpuBackendOptions, createBackend } from './cpu-backend.js'
import { startBrowserWorker } from './worker-thread-browser.js'

export type { CpuBackendOptions } from './cpu-backend.js'

/** Options of the backend in browsers. */
export interface BrowserCpuBackendOptions extends CpuBackendOptions {
  /** Makes a worker that runs `@weft/backend-cpu`'s browser worker; bundlers see the default as it is. */
  readonly createWorker?: () => Worker
}

/** Runs kernels on every CPU core, in dedicated workers. Needs a cross-origin isolated page. */
export function createCpuBackend(options: BrowserCpuBackendOptions = {}): Backend {
  const createWorker =
    options.createWorker ??
    (() => new Worker(new URL('./worker-browser.js', import.meta.url), { type: 'module' }))
  return createBackend(startBrowserWorker(createWorker), options)
}
