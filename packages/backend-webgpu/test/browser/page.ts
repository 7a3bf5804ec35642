import { type Program, runKernel } from './run-kernel.js'

function runInWorker(program: Program): Promise<unknown> {
  const worker = new Worker('/worker.js', { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data))
    worker.addEventListener('error', reject)
    worker.postMessage(program)
  })
}

Object.assign(globalThis, { runKernel, runInWorker })
