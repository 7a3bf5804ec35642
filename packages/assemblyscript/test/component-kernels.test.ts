import { fileURLToPath } from 'node:url'
import { decodeModule, extractKernel, readKernel, readNames } from '@weft/wasm-binary'
import { beforeAll, describe, expect, test } from 'vitest'
import { extractModules } from '../src/component-build/extract-modules.js'
import { buildGuest } from '../src/index.js'
import { buildKernels, type Functions, start } from './component-kernels/build-kernels.js'
import { createFakeParallel, errorCodes, type FakeParallel } from './component-kernels/fake-parallel.js'
import { type FakeGuest, runGuest } from './fake-host.js'

const everyScalar = `import { runEveryScalar as run } from './kernels'
export function runEveryScalar(): Float64Array {
  const values = new Float64Array(13)
  memory.copy(values.dataStart, run(), 13 * 8)
  return values
}`
const entry = `export { run } from './nstream'
export { runBlocks, runHalve, runScale, runStar, runVectors, tryScale } from './kernels'
export { runTables } from './tables'
${everyScalar}`
const functions = `export run: func(n: s32) -> f64;
export run-blocks: func(n: s32, block: s32) -> s32;
export run-halve: func(n: s32) -> f64;
export run-scale: func(n: s32) -> f32;
export run-star: func(n: s32) -> f64;
export run-vectors: func(n: s32) -> f64;
export try-scale: func() -> s32;
export run-tables: func(n: s32) -> f64;
export run-every-scalar: func() -> list<f64>;`

let core: Uint8Array
let wasm: Uint8Array
const wasms = new Map<string, Uint8Array>()
const cores = new Map<string, FakeGuest>()

beforeAll(async () => {
  for (const name of ['nstream', 'kernels', 'tables']) {
    const path = fileURLToPath(new URL(`./assembly/${name}.ts`, import.meta.url))
    const { wasm } = await buildGuest({ entry: path })
    wasms.set(name, wasm)
    cores.set(name, await runGuest(wasm))
  }
  const built = await buildKernels(functions, entry)
  expect(built.warnings).toEqual([])
  ;({ core, wasm } = built)
})

async function guestOn(host: FakeParallel): Promise<Functions> {
  return start(wasm, host.imports)
}

describe('a component computes what a core guest does', () => {
  test.each([
    ['nstream', 'run', [1000]],
    ['kernels', 'runScale', [10]],
    ['kernels', 'runBlocks', [10, 4]],
    ['kernels', 'runVectors', [8]],
    ['kernels', 'runHalve', [4]],
    ['kernels', 'runStar', [5]],
    ['kernels', 'tryScale', []],
    ['tables', 'runTables', [40]],
  ] as const)('%s: %s(%s)', async (name, run, values) => {
    const guest = await guestOn(createFakeParallel())
    const expected = cores.get(name)!.call(run, ...values)
    expect(expected).not.toBeNaN()
    expect(guest[run]!(...values)).toBe(expected)
  })

  test('kernels: every type of number arrives as it was passed', async () => {
    const { call, exports } = cores.get('kernels')!
    const address = call('runEveryScalar') as number
    const values = new Float64Array((exports.memory as WebAssembly.Memory).buffer, address, 13)
    const guest = await guestOn(createFakeParallel())
    expect(guest.runEveryScalar!()).toEqual([...values])
  })
})

test('two devices have buffers of their own, and one for the scalars of a kernel each', async () => {
  const host = createFakeParallel()
  const guest = await guestOn(host)
  guest.runHalve!(4)
  expect(host.hints).toEqual(['cpu', 'sequential'])
  expect(host.count('createBuffer')).toBe(4)
  const [first, second, third] = host.runs
  expect(first!.device).not.toBe(second!.device)
  expect(first!.device).toBe(third!.device)
  expect(first!.kernel).toEqual(second!.kernel)
})

test('what is freed is dropped, once', async () => {
  const host = createFakeParallel()
  const guest = await guestOn(host)
  guest.runTables!(4)
  expect(host.count('dropBuffer')).toBe(2)
})

describe('what the host says', () => {
  test.each(errorCodes.map((code, index) => [code, index + 1] as const))(
    '%s is errno %d',
    async (code, errno) => {
      for (const name of ['parallelExec', 'createBuffer', 'write', 'read', 'getDevice'] as const) {
        const guest = await guestOn(createFakeParallel({ [name]: code }))
        if (name === 'parallelExec') expect(guest.tryScale!()).toBe(errno)
        const failing = { parallelExec: 'parallel_for of kernel nstream', ...coreNames }[name]
        const message = `${failing} failed: ${code.replaceAll('-', '_')}`
        // Data for a buffer may be refused when it is made.
        expect(() => guest.run!(2)).toThrow(
          expect.objectContaining({ abort: expect.objectContaining({ message }) }),
        )
      }
    },
  )
})

const coreNames = {
  createBuffer: 'create_buffer',
  write: 'write_buffer',
  read: 'read_buffer',
  getDevice: 'get_device',
}

describe('the modules of kernels', () => {
  test('are read by hosts as kernels', async () => {
    const host = createFakeParallel()
    const guest = await guestOn(host)
    guest.run!(2)
    const kernel = readKernel(host.runs[0]!.kernel)
    expect(kernel).toMatchObject({ bufferCount: 4, statics: [], staticBytes: 0, globals: [] })
    expect(kernel.functions.map(({ name }) => name)).toEqual(['kernel'])
  })

  test.each([
    ['runStar', 'star'],
    ['runBlocks', 'blockSum'],
    ['runScale', 'scale'],
    ['runVectors', 'addVectors'],
  ])('have the code that a core guest has: %s', async (run, name) => {
    const host = createFakeParallel()
    const guest = await guestOn(host)
    guest[run]!(4, 1)
    const [body] = decodeModule(host.runs[0]!.kernel).code
    const source = decodeModule(wasms.get('kernels')!)
    const [index] = [...readNames(source).functions].find(([, each]) => each === `kernels/${name}.$core`)!
    const [expected] = decodeModule(extractKernel(source, index).bytes).code
    expect(body!.instructions).toEqual(expected!.instructions)
  })

  test('have static data only where they need some', async () => {
    const host = createFakeParallel()
    const guest = await guestOn(host)
    guest.runTables!(4)
    const [exponential, plain, weigh] = host.runs.map(({ kernel }) => readKernel(kernel))
    expect(plain!.statics).toEqual([])
    expect(exponential!.statics.length).toBeGreaterThan(0)
    expect(weigh!.statics.length).toBeGreaterThan(0)
    expect(weigh!.globals).toEqual([])
  })

  test('are made of functions that can be kernels, and of no others', () => {
    const extracted = extractModules(wasms.get('kernels')!)
    expect(extracted.get('starByPointers')).toMatchObject({ bytes: expect.any(Uint8Array) })
    expect(extracted.get('runStar')).toMatchObject({
      problem: expect.stringMatching(/^cannot be a module of its own: /),
    })
  })

  test('are in the component once for each kernel that something runs', () => {
    const [, ...modules] = Buffer.from(core.subarray(4)).toString('latin1').split('asm\u0001')
    expect(modules).toHaveLength(10)
  })
})
