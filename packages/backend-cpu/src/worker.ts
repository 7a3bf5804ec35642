import { parentPort, workerData } from 'node:worker_threads'
import { WorkerLoop, type WorkerMessage, type WorkerStart } from './worker-loop.js'

const loop = new WorkerLoop(workerData as WorkerStart)
process.on('exit', () => loop.leave())
parentPort?.on('message', (message: WorkerMessage) => loop.receive(message))
setImmediate(() => loop.run())
