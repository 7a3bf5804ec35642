import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ExtractedKernel, readKernel } from '../src/index.js'
import { extractExport, instantiateKernel, layDownStatics, sharedMemory } from './kernel-harness.js'

const source = `
typedef int (*operation)(const int *);
static int sum(const int *v) { return v[0] + v[1] + v[2]; }
static int product(const int *v) { return v[0] * v[1] * v[2]; }
static const operation operations[] = { sum, product };
static const int weights[] = { 3, 5, 7 };
__attribute__((noinline)) static int apply(operation f, volatile int *v) { return f((const int *)v); }
__attribute__((export_name("kernel")))
void kernel(int i, int n, int block, const int *in, int in_size, int *out, int out_size) {
  volatile int frame[3];
  for (int k = 0; k < 3; k++) frame[k] = in[i] + weights[k];
  out[i] = apply(operations[i & 1], frame);
}
`

function hasClang(): boolean {
  try {
    execFileSync('clang', ['--version'], { stdio: 'ignore' })
    execFileSync('wasm-ld', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function compile(...options: string[]): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'weft-kernel-'))
  try {
    writeFileSync(join(folder, 'kernel.c'), source)
    const output = join(folder, 'kernel.wasm')
    const flags = ['--target=wasm32', '-nostdlib', '-Wl,--no-entry', ...options]
    execFileSync('clang', [...flags, '-o', output, join(folder, 'kernel.c')])
    return new Uint8Array(readFileSync(output))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const available = hasClang()
if (!available)
  console.warn('skipped: kernels compiled from C need clang and wasm-ld (Debian packages clang and lld)')

describe.skipIf(!available)('a kernel compiled from C', () => {
  it.each([
    ['-O0', ['-O0']],
    ['-O2', ['-O2']],
    ['-O2, without names', ['-O2', '-Wl,--strip-all']],
    ['-O0, without names', ['-O0', '-Wl,--strip-all']],
    ['-O2, stack first', ['-O2', '-Wl,--stack-first']],
  ])('%s', (_, options) => {
    expectRight(extractExport(compile(...options)))
  })

  it('as a kernel module, linked for threads', () => {
    const threads = ['-matomics', '-mbulk-memory', '-Wl,--shared-memory,--import-memory,--max-memory=1048576']
    for (const level of ['-O0', '-O2']) expectRight(readKernel(compile(level, ...threads)))
  })
})

function expectRight(kernel: ExtractedKernel): void {
  expect(kernel.stack).toBeDefined()
  const memory = sharedMemory(4)
  layDownStatics(kernel, memory)
  const input = Int32Array.from([1, -2, 30, 400])
  const words = new Int32Array(memory.buffer)
  words.set(input, 200_000 / 4)
  const { kernel: run } = instantiateKernel(kernel, memory, 190_000)
  for (const index of input.keys()) run(index, input.length, 1, 200_000, 16, 210_000, 16)
  const expected = input.map((x, index) => (index & 1 ? (x + 3) * (x + 5) * (x + 7) : 3 * x + 15))
  expect(words.slice(210_000 / 4, 210_000 / 4 + 4)).toEqual(expected)
}
