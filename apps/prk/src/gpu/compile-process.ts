// A process that compiles one kernel to WGSL again and again, and prints how long that takes. No GPU.
import { median } from '@weft/benchmark-report'
import { decodeInstructions, decodeModule } from '@weft/wasm-binary'
import { compileKernel } from '@weft/wgsl'
import { guestKernel } from './guest-kernels.js'

/** What it prints. */
export interface CompileTimes {
  readonly instructions: number
  /** The first compilation in a process, when the engine has compiled nothing of the compiler. */
  readonly firstMs: number
  readonly warmMs: number
}

const warmRuns = 300

const kernel = await guestKernel('reduce', 'addLocalVectors')
const instructions = decodeModule(kernel.bytes).code.reduce(
  (sum, body) => sum + decodeInstructions(body.instructions).length,
  0,
)
const timesMs = Array.from({ length: warmRuns }, () => {
  const start = performance.now()
  compileKernel(kernel)
  return performance.now() - start
})
const times: CompileTimes = {
  instructions,
  firstMs: timesMs[0]!,
  warmMs: median(timesMs.slice(warmRuns >> 1)),
}
console.log(JSON.stringify(times))
