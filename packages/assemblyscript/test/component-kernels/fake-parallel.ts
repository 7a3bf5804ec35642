type FunctionName = 'getDevice' | 'createBuffer' | 'write' | 'read' | 'dropBuffer' | 'parallelExec'

/** A call of `parallel-exec`. */
interface Run {
  readonly kernel: Uint8Array
  readonly device: object
}

/** In the order of the interface. */
export const errorCodes = [
  'invalid-device-kind',
  'no-device',
  'invalid-handle',
  'wrong-device',
  'access-denied',
  'invalid-size',
  'out-of-bounds',
  'out-of-memory',
  'limit-exceeded',
  'invalid-kernel',
  'kernel-signature',
  'unsupported-kernel',
  'invalid-table-index',
  'kernel-trap',
  'timed-out',
  'cancelled',
  'device-lost',
  'internal',
] as const

export type FakeParallel = ReturnType<typeof createFakeParallel>

type Kernel = (...values: number[]) => void

// Below lie the static data of kernels.
const buffersStart = 2 ** 20
const pages = 256

/** A sequential host of wasi:parallel. `refusals` are error codes by the names of the functions that fail with them. */
export function createFakeParallel(refusals: Readonly<Partial<Record<FunctionName, string>>> = {}) {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true })
  const calls: FunctionName[] = []
  const runs: Run[] = []
  const hints: string[] = []
  let end = buffersStart

  function enter(name: FunctionName): void {
    calls.push(name)
    const payload = refusals[name]
    if (payload !== undefined) throw Object.assign(new Error(`${name} is refused`), { payload })
  }

  class Buffer {
    readonly address = end
    readonly sizeBytes: number

    constructor(sizeBytes: number) {
      this.sizeBytes = sizeBytes
      end += (sizeBytes + 63) & ~63
    }

    write(data: Uint8Array): void {
      enter('write')
      new Uint8Array(memory.buffer).set(data, this.address)
    }

    read(length: number): Uint8Array {
      enter('read')
      return new Uint8Array(memory.buffer).slice(this.address, this.address + length)
    }

    [Symbol.dispose](): void {
      enter('dropBuffer')
    }
  }

  class Device {
    createBuffer(sizeBytes: number): Buffer {
      enter('createBuffer')
      return new Buffer(sizeBytes)
    }

    parallelExec(
      kernel: Uint8Array,
      iterations: number,
      blockSize: number,
      inBuffers: readonly Buffer[],
      outBuffers: readonly Buffer[],
    ): void {
      enter('parallelExec')
      runs.push({ kernel: kernel.slice(), device: this })
      const module = new WebAssembly.Module(kernel.slice())
      const { exports } = new WebAssembly.Instance(module, { '': { memory } })
      const pointers = [...inBuffers, ...outBuffers].flatMap(({ address, sizeBytes }) => [address, sizeBytes])
      for (let iteration = 0; iteration < iterations; iteration++)
        (exports.kernel as Kernel)(iteration, iterations, blockSize, ...pointers)
    }
  }

  function getDevice(hint: string): Device {
    enter('getDevice')
    hints.push(hint)
    return new Device()
  }

  const count = (wanted: FunctionName) => calls.filter((name) => name === wanted).length
  return { count, hints, runs, imports: { 'wasi:parallel/parallel@0.1.0': { getDevice, Device, Buffer } } }
}
