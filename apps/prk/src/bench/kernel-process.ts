// A process that runs one kernel on one device and prints what a native program prints.
// Arguments: kernel, style, size, tile, threads, iterations. Always f64.
import { cpu } from '../devices.js'
import { findKernel, type Style, toleranceOf } from '../kernels.js'
import { measure } from '../measure.js'
import { openProgram } from '../program.js'
import type { KernelTimes } from './native.js'

const [name, style, size, tile, threads, iterations] = process.argv.slice(2)
await using parallel = await cpu(Number(threads)).open()
const problem = { size: Number(size), tile: Number(tile) }
await using program = await openProgram(
  parallel,
  findKernel(name!),
  { element: 'f64', style: style as Style },
  problem,
)
const steps = Number(iterations)
const { timesMs, error } = measure(program, {
  warmUpSteps: 2,
  timeLimitMs: 0,
  minimumSteps: steps,
  maximumSteps: steps,
})
const result: KernelTimes = {
  times: timesMs.map((timeMs) => timeMs / 1000),
  error,
  valid: error < toleranceOf('f64'),
}
console.log(JSON.stringify(result))
