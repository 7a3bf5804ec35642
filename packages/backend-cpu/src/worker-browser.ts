import { WorkerLoop, type WorkerMessage, type WorkerStart } from './worker-loop.js'

let loop: WorkerLoop | undefined

globalThis.addEventListener('message', (event: MessageEvent<WorkerStart | WorkerMessage>) => {
  if (loop) loop.receive(event.data as WorkerMessage)
  else {
    loop = new WorkerLoop(event.data as WorkerStart)
    loop.run()
  }
})
