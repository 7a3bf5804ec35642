import { createRow, median, type Row, type Target } from '@weft/benchmark-report'
import { findKernel, type Style } from '../kernels.js'
import type { Bench, Family } from './bench.js'
import { interleave, type Rounds } from './interleave.js'
import type { KernelTimes, NativeProgram } from './native.js'
import { runModule } from './run-process.js'

interface Case {
  readonly kernel: string
  readonly style: Style
  readonly size: number
  readonly tile: number
  /** The size in names of rows. */
  readonly label: string
  readonly iterations: number
  readonly baselines: readonly Baseline[]
  /** Least percentage of the first group of baselines, by threads. */
  readonly ofNative?: Readonly<Record<number, number>>
  readonly scaling?: Target
}

interface Baseline {
  readonly program: NativeProgram
  readonly tile: number
  /** Rows are made for each group, against the fastest of its baselines. */
  readonly group: string
}

const plain = (program: NativeProgram, tile = 0): Baseline[] => [{ program, tile, group: 'of-native' }]

const cases: readonly Case[] = [
  {
    ...{
      kernel: 'nstream',
      style: 'relaxed-simd',
      size: 16_000_000,
      tile: 2048,
      label: '16M',
      iterations: 12,
    },
    ...{ baselines: plain('nstream'), ofNative: { 1: 85, 2: 95 } },
  },
  {
    ...{ kernel: 'stencil', style: 'simd', size: 2000, tile: 1, label: '2000', iterations: 20 },
    ...{ baselines: plain('stencil'), ofNative: { 1: 72, 2: 57 } },
  },
  {
    ...{ kernel: 'transpose', style: 'simd', size: 2000, tile: 32, label: '2000', iterations: 15 },
    ...{ baselines: plain('transpose', 32), ofNative: { 1: 140, 2: 180 } },
  },
  {
    ...{ kernel: 'dgemm', style: 'relaxed-simd', size: 1008, tile: 64, label: '1008', iterations: 4 },
    baselines: [...plain('dgemm', 32), ...plain('dgemm', 64), ...plain('dgemm', 0)],
    ...{ ofNative: { 1: 105, 2: 115 }, scaling: { min: 1.8 } },
  },
  {
    ...{ kernel: 'dgemm', style: 'scalar', size: 504, tile: 32, label: '504', iterations: 6 },
    ...{ baselines: [], scaling: { min: 1.8 } },
  },
  {
    ...{ kernel: 'sparse', style: 'simd', size: 10, tile: 1024, label: '1M-rows', iterations: 5 },
    baselines: [...plain('sparse'), { program: 'sparse-O2', tile: 0, group: 'of-native-O2' }],
    ofNative: { 1: 155, 2: 140 },
  },
  {
    ...{ kernel: 'p2p', style: 'scalar', size: 4000, tile: 64, label: '4000', iterations: 8 },
    ...{ baselines: plain('p2p', 64), ofNative: { 1: 85, 2: 100 } },
  },
]

/** Kernels through the device against the same loops in C, and one thread against two. */
export const kernelSpeed: Family = {
  name: 'kernels',
  async measure(bench) {
    if (bench.native === undefined) bench.skip('*/of-native', 'no C compiler')
    const rows: Row[] = []
    for (const one of cases) rows.push(...(await measureCase(one, bench)))
    return rows
  },
}

async function measureCase(one: Case, bench: Bench): Promise<Row[]> {
  const threadCounts = bench.threads > 1 ? [1, bench.threads] : [1]
  const contenders: Record<string, () => Promise<KernelTimes>> = {}
  for (const threads of threadCounts) {
    contenders[wasmName(threads)] = () => runModule('kernel-process', wasmParameters(one, threads))
    for (const baseline of bench.native === undefined ? [] : one.baselines) {
      contenders[nativeName(baseline, threads)] = () => runNative(bench, one, baseline, threads)
    }
  }
  bench.progress(`${one.kernel} ${one.label}`)
  const rounds = await interleave(bench.rounds, contenders, bench.patience)
  const checked = Object.entries(rounds).map(([name, results]) => checkRow(one, name, results))
  return [
    ...threadCounts.flatMap((threads) => speedRows(one, rounds, threads)),
    ...scalingRows(one, rounds, threadCounts),
    ...checked,
  ]
}

function wasmParameters({ kernel, style, size, tile, iterations }: Case, threads: number) {
  return [kernel, style, size, tile, threads, iterations]
}

function runNative(bench: Bench, { size, iterations }: Case, { program, tile }: Baseline, threads: number) {
  return bench.native!.run(program, [size, iterations, threads, tile])
}

function wasmName(threads: number): string {
  return `wasm/${threads}T`
}

function nativeName({ program, tile }: Baseline, threads: number): string {
  return `${program}${tile > 0 ? `-t${tile}` : ''}/${threads}T`
}

function rowName({ kernel, style, label }: Case, ...rest: string[]): string {
  return [kernel, 'f64', style, label, ...rest].join('/')
}

type KernelRounds = Rounds<string, KernelTimes>

function speedRows(one: Case, rounds: KernelRounds, threads: number): Row[] {
  const ours = secondsOf(rounds[wasmName(threads)]!)
  const { unit, work } = findKernel(one.kernel)
  const rate = work({ size: one.size, tile: one.tile }, 8) / (median(ours) * 1e6)
  const rows = [createRow(rowName(one, `${threads}T`, 'rate'), rate, unit)]
  for (const group of new Set(one.baselines.map((baseline) => baseline.group))) {
    const members = one.baselines.filter(
      (baseline) => baseline.group === group && nativeName(baseline, threads) in rounds,
    )
    if (members.length === 0) continue
    const native = fastest(members.map((baseline) => secondsOf(rounds[nativeName(baseline, threads)]!)))
    const percent = median(ours.map((seconds, round) => (100 * native[round]!) / seconds))
    const least = group === 'of-native' ? one.ofNative?.[threads] : undefined
    rows.push(
      createRow(rowName(one, `${threads}T`, group), percent, '%', least === undefined ? {} : { min: least }),
    )
  }
  return rows
}

/** How much all threads gain over one, for our kernel and, to tell what the machine allows, for the fastest C. */
function scalingRows(one: Case, rounds: KernelRounds, threadCounts: readonly number[]): Row[] {
  const [few, many] = threadCounts
  if (few === undefined || many === undefined) return []
  const name = `scaling-${few}-to-${many}`
  const gain = (seconds: (threads: number) => readonly number[]) => {
    const after = seconds(many)
    return median(seconds(few).map((before, round) => before / after[round]!))
  }
  const ours = gain((threads) => secondsOf(rounds[wasmName(threads)]!))
  const rows = [createRow(rowName(one, name), ours, '×', one.scaling)]
  const natives = one.baselines.filter(({ group }) => group === 'of-native')
  if (natives.length === 0 || !(nativeName(natives[0]!, few) in rounds)) return rows
  const native = gain((threads) =>
    fastest(natives.map((each) => secondsOf(rounds[nativeName(each, threads)]!))),
  )
  return [...rows, createRow(rowName(one, `native-${name}`), native, '×')]
}

/** A wrong result is a row that is not met, with the largest error. */
function checkRow(one: Case, contender: string, results: readonly KernelTimes[]): Row {
  const error = Math.max(...results.map((result) => result.error))
  const row = createRow(rowName(one, 'error', contender), error, 'error')
  return { ...row, met: row.met && results.every(({ valid }) => valid) }
}

/** Seconds of an iteration, for each round. */
function secondsOf(results: readonly KernelTimes[]): number[] {
  return results.map(({ times }) => median(times))
}

/** The baseline with the best median over the rounds. */
function fastest(baselines: readonly (readonly number[])[]): readonly number[] {
  return baselines.reduce((best, seconds) => (median(seconds) < median(best) ? seconds : best))
}
