import { parentPort, workerData } from 'node:worker_threads'
import { WorkerGuest } from './worker/worker-guest.js'

const port = parentPort!
const guest = new WorkerGuest(workerData, (message) => port.postMessage(message))
port.on('message', (message) => guest.receive(message))
void guest.start()
