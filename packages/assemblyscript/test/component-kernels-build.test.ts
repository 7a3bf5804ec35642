import { readKernel } from '@weft/wasm-binary'
import { describe, expect, test } from 'vitest'
import { type BuildDiagnostic, BuildError } from '../src/index.js'
import { buildKernels, parallelImport, start } from './component-kernels/build-kernels.js'
import { createFakeParallel } from './component-kernels/fake-parallel.js'

const header = [
  `import { Buffer, Device, DeviceKind, Input, Iteration, Output } from '@weft/assemblyscript/assembly'`,
  'let counter: f64 = 0',
  'const started: f64 = start()',
  'function start(): f64 { return counter + 2 }',
  `function throws(n: i32): void { if (n > 3) throw new Error('no') }`,
  'function makes(n: i32): f64 { return new Float64Array(n).length }',
].join('\n')
const firstLine = header.split('\n').length + 1

const guestWith = (body: string) => `${header}
@kernel function k(i: Iteration, out: Output<f64>): void { ${body} }
export function run(n: i32): f64 {
  counter++
  const device = Device.open(DeviceKind.Cpu)
  const out = new Buffer<f64>(device, n)
  k.run(device, n, out)
  out.read()
  return out[n - 1]
}`
const run = 'export run: func(n: s32) -> f64;'

async function errorsOf(source: string, imports = parallelImport): Promise<readonly BuildDiagnostic[]> {
  const error = await buildKernels(run, source, {}, imports).catch((error: unknown) => error)
  if (!(error instanceof BuildError)) throw new TypeError(`not refused: ${error}`)
  return error.diagnostics.filter(({ severity }) => severity === 'error')
}

describe('what a kernel of a component cannot do is refused at its place', () => {
  test.each([
    ['out[i] = counter', /^kernel k reads the global variable main\/counter, .*: pass it as a number: in k$/],
    ['out[i] = started', /^kernel k reads the global variable main\/started, .*: pass it as a number: in k$/],
    ['counter = out[i]', /^kernel k writes the global variable main\/counter/],
    ['throws(i)', /^kernel k throws: k → main\/throws → /],
    ['out[i] = makes(i)', /^kernel k allocates memory or uses a managed object: k → main\/makes → /],
    ['out[i] = [1.0][0]', /^a kernel cannot allocate memory/],
    ['out[i] = missing', /^Cannot find name 'missing'/],
  ])('%s', async (body, message) => {
    const [error] = await errorsOf(guestWith(body))
    expect(error!.message).toMatch(message)
    expect(error!.line).toBe(firstLine)
  })

  test('a world that does not import the interface', async () => {
    const [error, ...others] = await errorsOf(guestWith('out[i] = 1'), '')
    expect(error!.message).toBe(
      'kernels need an import that the world test:guest/guest does not have: add `import wasi:parallel/parallel@0.1.0;` to it',
    )
    expect([error!.line, others]).toEqual([firstLine, []])
  })
})

test('a kernel that nothing runs is left out', async () => {
  const source = `${header}
@kernel function k(i: Iteration, out: Output<f64>): void { out[i] = 1 }
export function run(n: i32): f64 { return started * n }`
  const { wasm } = await buildKernels(run, source)
  const guest = await start(wasm, {})
  expect(guest.run!(4)).toBe(8)
})

test('a debug build keeps the names of functions, for messages', async () => {
  const { wasm } = await buildKernels(run, guestWith('out[i] = i'), { debug: true })
  const host = createFakeParallel()
  const guest = await start(wasm, host.imports)
  expect(guest.run!(4)).toBe(3)
  const [kernel] = readKernel(host.runs[0]!.kernel).functions
  expect(kernel!.name).toBe('main/k.$core')
})

test('kernels run in async functions', async () => {
  const source = `${guestWith('out[i] += i')}
import { later } from './gen/guest'
export async function runTwice(n: i32): Promise<f64> {
  const first = run(n)
  await later()
  return first + run(n)
}`
  const { wasm } = await buildKernels(
    `import later: async func();\nexport run-twice: async func(n: s32) -> f64;${run}`,
    source,
  )
  const later = () => Promise.resolve()
  const guest = await start(wasm, { ...createFakeParallel().imports, later })
  await expect(guest.runTwice!(4)).resolves.toBe(6)
})

test('reading over and over needs no more memory', async () => {
  const source = `${guestWith('out[i] += i')}
export function pagesOfReads(times: i32): i32 {
  const device = Device.open(DeviceKind.Cpu)
  const buffer = new Buffer<f64>(device, 10_000)
  buffer.read()
  const before = memory.size()
  for (let i = 0; i < times; i++) buffer.read()
  return memory.size() - before
}`
  const { wasm } = await buildKernels(`${run}export pages-of-reads: func(times: s32) -> s32;`, source)
  const host = createFakeParallel()
  const guest = await start(wasm, host.imports)
  expect(guest.pagesOfReads!(500)).toBe(0)
  expect(host.count('read')).toBe(501)
  // The lists of the allocator and the collector are as they were.
  expect(guest.run!(5000)).toBe(4999)
})
