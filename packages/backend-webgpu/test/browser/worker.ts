import { type Program, runKernel } from './run-kernel.js'

addEventListener('message', async ({ data }: MessageEvent<Program>) => {
  postMessage(await runKernel(data))
})
