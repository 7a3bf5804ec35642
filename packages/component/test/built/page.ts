import { type ScenarioName, scenarios } from './scenarios.js'
import type { GuestName } from './surroundings.js'

interface Program {
  readonly scenario: ScenarioName
  /** Makes the browser one without JSPI. */
  readonly withoutJspi?: boolean
  readonly inWorker?: boolean
}

async function runScenario({ scenario, withoutJspi, inWorker }: Program): Promise<unknown> {
  if (inWorker) return runInWorker({ scenario })
  if (withoutJspi) Reflect.deleteProperty(WebAssembly, 'Suspending')
  return scenarios[scenario]({ fetchGuest: (name: GuestName) => fetch(`/${name}.wasm`) })
}

/** This script again, in a worker. */
async function runInWorker(program: Program): Promise<unknown> {
  const worker = new Worker('/page.js', { type: 'module' })
  const outcome = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new TypeError(message))
  })
  worker.postMessage(program)
  return outcome.finally(() => worker.terminate())
}

if ('document' in globalThis) Object.assign(globalThis, { runScenario })
else globalThis.onmessage = async ({ data }) => globalThis.postMessage(await runScenario(data))
