import { createSequentialBackend } from '@weft/backend'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createParallel, type MemoryMode } from '../src/index.js'
import { hosts } from './backends.js'
import { apiGuest, imports, kernelModule } from './guests.js'

/** `out[k] = in[k] + k + 1` on bytes; the shorter buffer decides. The guest has the same as table index 1. */
const body = `
  (local $k i32)
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $k) (local.get $l0)))
      (br_if $done (i32.ge_u (local.get $k) (local.get $l1)))
      (i32.store8 (i32.add (local.get $b1) (local.get $k))
        (i32.add (i32.add (local.get $k) (i32.const 1)) (i32.load8_u (i32.add (local.get $b0) (local.get $k)))))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br $next)))`
const kernel = kernelModule(body, 2)
const parameters =
  '(param $i i32) (param $n i32) (param $block i32) (param $b0 i32) (param $l0 i32) (param $b1 i32) (param $l1 i32)'
const fields = `(table (export "table") 2 2 funcref) (elem (i32.const 1) $kernel) (func $kernel ${parameters} ${body})`
const functions = Object.keys(imports) as (keyof typeof imports)[]

const both = apiGuest({ functions, fields, memory: '(memory (export "memory") 4 64)' })
const at = { out: 16, list: 64, kernel: 1024, data: 0x1_0000, part: 0x1_8000, read: 0x2_0000 }
const sizes = [1, 5, 16, 200]

type Operation =
  | { readonly kind: 'write'; readonly buffer: number; readonly length: number; readonly seed: number }
  | { readonly kind: 'read'; readonly buffer: number; readonly length: number }
  | { readonly kind: 'exec' | 'for'; readonly input: number; readonly output: number }

const buffer = fc.nat(sizes.length - 1)
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), buffer, length: fc.nat(200), seed: fc.nat(255) }),
  fc.record({ kind: fc.constant('read' as const), buffer, length: fc.nat(200) }),
  fc.record({ kind: fc.constantFrom('exec' as const, 'for' as const), input: buffer, output: buffer }),
)

/** What every buffer holds, by the rules of the interface alone. */
class Model {
  readonly contents = sizes.map((size) => new Uint8Array(size))

  run(input: number, output: number): void {
    const from = this.contents[input]!
    const to = this.contents[output]!
    for (let k = 0; k < Math.min(from.length, to.length); k++) to[k] = from[k]! + k + 1
  }
}

type CreateBackend = (typeof hosts)[number][1]
type HostOptions = (typeof hosts)[number][2]

async function start(
  createBackend: CreateBackend,
  memory: MemoryMode | undefined,
  options: HostOptions = {},
) {
  const parallel = await createParallel({ backends: [createBackend()], memory, ...options })
  const guest = await parallel.instantiate(both)
  const bytes = () => new Uint8Array(guest.memory!.buffer)
  const view = () => new DataView(guest.memory!.buffer)
  const call = async (name: string, ...rest: number[]) => expect(await guest.call(name, ...rest)).toBe(0)
  await call('get_device', 1, at.out)
  const device = view().getUint32(at.out, true)
  const buffers: number[] = []
  for (const size of sizes) {
    await call('create_buffer', device, size, 2, at.out)
    buffers.push(view().getUint32(at.out, true))
  }
  bytes().set(kernel, at.kernel)
  const lists = (input: number, output: number) => {
    view().setUint32(at.list, buffers[input]!, true)
    view().setUint32(at.list + 4, buffers[output]!, true)
    return [at.list, 1, at.list + 4, 1]
  }
  return {
    parallel,
    bytes,
    /** Every buffer has its own place in the guest's memory; parts of it are written from a common one. */
    write: (index: number, data: Uint8Array) => {
      const address = data.length === sizes[index] ? at.data + 256 * index : at.part
      bytes().set(data, address)
      return call('write_buffer', address, data.length, buffers[index]!)
    },
    read: async (index: number, length: number) => {
      await call('read_buffer', buffers[index]!, at.read, length)
      return bytes().slice(at.read, at.read + length)
    },
    exec: (input: number, output: number) =>
      call('parallel_exec', device, at.kernel, kernel.length, 1, 1, ...lists(input, output)),
    for: (input: number, output: number) => call('parallel_for', 1, 1, 1, ...lists(input, output)),
  }
}

async function check(
  createBackend: CreateBackend,
  memory: MemoryMode | undefined,
  options: HostOptions,
  operations: readonly Operation[],
): Promise<void> {
  const subject = await start(createBackend, memory, options)
  await using _ = subject.parallel
  const model = new Model()
  for (const step of operations) {
    if (step.kind === 'write') {
      const length = Math.min(step.length, sizes[step.buffer]!)
      const data = Uint8Array.from({ length }, (_, index) => step.seed + index)
      await subject.write(step.buffer, data)
      model.contents[step.buffer]!.set(data)
    } else if (step.kind === 'read') {
      const length = Math.min(step.length, sizes[step.buffer]!)
      expect(await subject.read(step.buffer, length)).toEqual(model.contents[step.buffer]!.slice(0, length))
    } else {
      await subject[step.kind](step.input, step.output)
      model.run(step.input, step.output)
    }
  }
  for (const [index, content] of model.contents.entries()) {
    expect(await subject.read(index, content.length)).toEqual(content)
  }
}

describe.each(hosts)('random buffer operations, %s', (_, createBackend, options) => {
  test.each([undefined, 'isolated', 'shared'] as const)('agree with a model, memory %s', async (memory) => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25 }), (operations) =>
        check(createBackend, memory, options, operations),
      ),
      { numRuns: options.suspension === 'worker' ? 8 : 25 },
    )
  })
})

describe('a guest with both forms of kernels', () => {
  test('isolated calls see what was written, shared calls see the memory as it is', async () => {
    for (const [form, first] of [
      ['exec', 11],
      ['for', 51],
    ] as const) {
      const subject = await start(createSequentialBackend, undefined)
      await using _ = subject.parallel
      await subject.write(1, Uint8Array.of(10, 10, 10, 10, 10))
      subject.bytes().fill(50, at.data + 256, at.data + 256 + 5)
      await subject[form](1, 2)
      expect(await subject.read(2, 5)).toEqual(Uint8Array.from({ length: 5 }, (_, index) => first + index))
    }
  })

  test('a partial write keeps the rest of what a kernel wrote', async () => {
    for (const form of ['exec', 'for'] as const) {
      for (const memory of [undefined, 'isolated', 'shared'] as const) {
        const subject = await start(createSequentialBackend, memory)
        await using _ = subject.parallel
        await subject[form](1, 2)
        await subject.write(2, Uint8Array.of(90, 91))
        expect(await subject.read(2, 6), `${form} ${memory}`).toEqual(Uint8Array.of(90, 91, 3, 4, 5, 0))
        await subject.exec(2, 1)
        expect(await subject.read(1, 5)).toEqual(Uint8Array.of(91, 93, 6, 8, 10))
      }
    }
  })

  test('results appear in place where a shared call ran on a bound buffer', async () => {
    const subject = await start(createSequentialBackend, undefined)
    await using _ = subject.parallel
    await subject.write(1, new Uint8Array(5))
    await subject.for(1, 1)
    expect(subject.bytes().slice(at.data + 256, at.data + 261)).toEqual(Uint8Array.of(1, 2, 3, 4, 5))
  })
})
