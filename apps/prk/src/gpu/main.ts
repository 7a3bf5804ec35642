import {
  describeMachine,
  formatReport,
  parseWholeNumber,
  type Report,
  type Row,
} from '@weft/benchmark-report'
import { Command } from 'commander'
import { createLogUpdate } from 'log-update'
import type { Patience } from '../bench/interleave.js'
import { compileRows, pipelineRows } from './compile-speed.js'
import { createGpuCases } from './gpu-cases.js'
import { buildCKernels, guestKernel } from './guest-kernels.js'
import { type CaseEffort, measureCase } from './measure-case.js'
import { type OpenGpu, openGpu } from './open-gpu.js'

interface Options {
  readonly json?: true
  readonly rounds: number
}

/** Short kernels are run more often, up to this many times. */
const maximumRounds = 41
const timeLimitMs = 6000

/** For samples that are taken again because others were busy. */
const patienceMs = 30_000

function parseOptions(): Options {
  return new Command('bench:gpu')
    .description(
      'Measures generated shaders against the same kernels written by hand. Takes about two minutes.',
    )
    .option('--json', 'print one JSON object and nothing else')
    .option(
      '--rounds <number>',
      'how often everything is measured at least; medians are taken',
      parseWholeNumber(1, 100),
      7,
    )
    .parse()
    .opts<Options>()
}

async function runBenchmarks(gpu: OpenGpu, { rounds }: Options): Promise<Report> {
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined
  const patience = { leftMs: patienceMs, samples: 0, disturbed: 0 }
  const effort: CaseEffort = {
    minimumRounds: rounds,
    maximumRounds: Math.max(rounds, maximumRounds),
    timeLimitMs,
  }
  const skipped: string[] = []
  const cKernel = await buildCKernels().catch((error) => {
    skipped.push(`*/c/*: the C kernels cannot be built: ${error instanceof Error ? error.message : error}`)
    return undefined
  })
  const cases = createGpuCases()
  const kernels = await Promise.all(cases.map(({ guest }) => guestKernel(guest.module, guest.kernel)))
  live?.('measuring the compiler …')
  const rows: Row[] = [...(await compileRows()), ...(await pipelineRows(gpu, kernels))]
  for (const [index, one] of cases.entries()) {
    live?.(`measuring ${one.name} …`)
    const modules = { assemblyScript: kernels[index]!, c: cKernel?.(one.name) }
    rows.push(...(await measureCase(gpu, one, modules, effort, patience)))
  }
  live?.clear()
  return { environment: describeEnvironment(gpu, patience, skipped), rows }
}

function describeEnvironment(
  { info, workgroupSize, isSoftware }: OpenGpu,
  { disturbed, samples }: Patience,
  skipped: readonly string[],
): Report['environment'] {
  return {
    ...describeMachine(),
    gpu: info.name,
    workgroupSize,
    clock: isSoftware ? 'processor time: the GPU is in software' : 'timestamps of the GPU',
    disturbed: `${disturbed} of ${samples} samples, by other programs`,
    skipped: skipped.join('; ') || 'nothing',
  }
}

const options = parseOptions()
const gpu = await openGpu()
if (gpu === undefined) {
  console.error('no GPU was found: npm run bench:gpu in the root folder runs this with one in software')
  process.exitCode = 1
} else {
  const report = await runBenchmarks(gpu, options)
  console.log(options.json ? JSON.stringify(report) : formatReport(report))
  gpu[Symbol.dispose]()
}
