import { parentPort, workerData } from 'node:worker_threads'
import { announceDeath, WorkerLoop, type WorkerMessage, type WorkerStart } from './worker-loop.js'

const start = workerData as WorkerStart
let loop: WorkerLoop | undefined
process.on('exit', () => announceDeath(start.control, loop?.isInside ?? false))
loop = new WorkerLoop(start)
const started = loop
parentPort?.on('message', (message: WorkerMessage) => started.receive(message))
setImmediate(() => started.run())
