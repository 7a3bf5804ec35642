// A process that runs nstream alternately on one thread and on all. Argument: threads. Others keep the processors busy.
import { median } from '@weft/benchmark-report'
import { cpu } from '../devices.js'
import { findKernel } from '../kernels.js'
import { openProgram, type Program } from '../program.js'

/** Mean steps in a millisecond. */
export interface CrowdedSpeeds {
  readonly serial: number
  readonly pool: number
}

const windowMs = 250
const windows = 6

function stepsPerMs(program: Program): number {
  const start = performance.now()
  let steps = 0
  let elapsed = 0
  for (; elapsed < windowMs; elapsed = performance.now() - start) {
    program.step()
    steps++
  }
  return steps / elapsed
}

async function compare(threads: number): Promise<CrowdedSpeeds> {
  const kernel = findKernel('nstream')
  const variant = { element: 'f64', style: 'simd' } as const
  await using one = await cpu(1).open()
  await using all = await cpu(threads).open()
  const serialProgram = await openProgram(one, kernel, variant, kernel.problems.small)
  const poolProgram = await openProgram(all, kernel, variant, kernel.problems.small)
  const serial: number[] = []
  const pool: number[] = []
  for (let window = 0; window < windows; window++) {
    serial.push(stepsPerMs(serialProgram))
    pool.push(stepsPerMs(poolProgram))
  }
  return { serial: median(serial.slice(1)), pool: median(pool.slice(1)) }
}

console.log(JSON.stringify(await compare(Number(process.argv[2]))))
