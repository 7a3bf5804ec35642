// A process that does the least to a first result: compile a guest, start the pool, run one kernel.
import { cpu } from '../devices.js'
import { findKernel } from '../kernels.js'
import { openProgram } from '../program.js'

const kernel = findKernel('nstream')
await using parallel = await cpu(2).open()
await using program = await openProgram(
  parallel,
  kernel,
  { element: 'f64', style: 'simd' },
  kernel.problems.small,
)
program.step()
console.log(String(program.check(1)))
