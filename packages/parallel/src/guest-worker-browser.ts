import { WorkerGuest } from './worker/worker-guest.js'

let guest: WorkerGuest | undefined

globalThis.addEventListener('message', ({ data }: MessageEvent) => {
  if (guest !== undefined) guest.receive(data)
  else {
    guest = new WorkerGuest(data, (message) => globalThis.postMessage(message))
    void guest.start()
  }
})
