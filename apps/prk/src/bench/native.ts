import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { appPath } from '../paths.js'
import { runProgram } from './run-process.js'

const execute = promisify(execFile)

/** What a native program, and a wasm process, prints about one kernel. */
export interface KernelTimes {
  /** Seconds of each iteration. */
  readonly times: readonly number[]
  readonly error: number
  readonly valid: boolean
}

export interface NativePrograms {
  readonly compiler: string
  run(program: NativeProgram, parameters: readonly number[]): Promise<KernelTimes>
}

const optimized = ['-O3', '-march=native', '-fopenmp']

const programs = {
  nstream: { source: 'nstream', flags: optimized },
  transpose: { source: 'transpose', flags: optimized },
  stencil: { source: 'stencil', flags: optimized },
  dgemm: { source: 'dgemm', flags: optimized },
  sparse: { source: 'sparse', flags: optimized },
  'sparse-O2': { source: 'sparse', flags: ['-O2', '-march=native', '-fopenmp'] },
  p2p: { source: 'p2p', flags: optimized },
  'empty-region': { source: 'empty-region', flags: optimized },
} as const satisfies Record<string, { source: string; flags: readonly string[] }>

export type NativeProgram = keyof typeof programs

/** Compiles the C baselines. Rejects with what the compiler says, or with ENOENT if there is none. */
export async function buildNativePrograms(): Promise<NativePrograms> {
  const { stdout } = await execute('gcc', ['--version'])
  await mkdir(appPath('build/native'), { recursive: true })
  for (const [name, { source, flags }] of Object.entries(programs)) {
    await execute('gcc', ['-std=gnu17', ...flags, appPath(`native/${source}.c`), '-o', binary(name), '-lm'])
  }
  return {
    compiler: stdout.split('\n')[0] ?? 'gcc',
    run: (program, parameters) => runProgram<KernelTimes>(binary(program), parameters),
  }
}

function binary(name: string): string {
  return appPath(`build/native/${name}`)
}
