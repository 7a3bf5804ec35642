/** A guest under a sequential host that binds buffers to the guest's memory, as hosts in shared-memory mode do. */
export interface FakeGuest {
  readonly call: (name: string, ...values: (number | bigint)[]) => unknown
  readonly exports: WebAssembly.Exports
  readonly calls: readonly (readonly [name: string, ...values: number[]])[]
}

interface FakeBuffer {
  readonly sizeBytes: number
  address?: number
}

const moduleName = 'wasi_ephemeral_parallel'
const invalidHandle = 3

/** `answers` replaces what a function of the interface returns, without doing its work. */
export async function runGuest(
  wasm: Uint8Array,
  answers: Readonly<Record<string, number>> = {},
): Promise<FakeGuest> {
  const host = createHost()
  const functions = Object.entries(host.functions).map(([name, work]) => {
    const wrapped = (...values: number[]) => {
      host.calls.push([name, ...values])
      return answers[name] ?? work(...values)
    }
    return [name, wrapped] as const
  })
  const { instance } = await WebAssembly.instantiate(wasm as Uint8Array<ArrayBuffer>, {
    [moduleName]: Object.fromEntries(functions),
    env: { abort: (message: number) => host.abort(message) },
  })
  const { exports } = instance
  host.start(exports)
  const call = (name: string, ...values: (number | bigint)[]) =>
    (exports[name] as (...values: unknown[]) => unknown)(...values)
  call('_initialize')
  return { call, exports, calls: host.calls }
}

function createHost() {
  let exports: WebAssembly.Exports
  const buffers: FakeBuffer[] = []
  const calls: [string, ...number[]][] = []
  const view = () => new DataView((exports.memory as WebAssembly.Memory).buffer)
  const bind = (handle: number, address: number) => {
    const buffer = buffers[handle]
    if (buffer === undefined) return invalidHandle
    buffer.address = address
    return 0
  }
  const arguments_ = (pointer: number, length: number) =>
    Array.from({ length }, (_, index) => buffers[view().getUint32(pointer + 4 * index, true)]!).flatMap(
      (buffer) => [buffer.address!, buffer.sizeBytes],
    )
  const functions: Record<string, (...values: number[]) => number> = {
    get_device: (_hint, outPointer) => {
      view().setUint32(outPointer!, 0, true)
      return 0
    },
    create_buffer: (_device, sizeBytes, _access, outPointer) => {
      view().setUint32(outPointer!, buffers.push({ sizeBytes: sizeBytes! >>> 0 }) - 1, true)
      return 0
    },
    write_buffer: (address, _length, handle) => bind(handle!, address! >>> 0),
    read_buffer: (handle, address) => (buffers[handle!]?.address === address! >>> 0 ? 0 : invalidHandle),
    parallel_for: (index, iterations, blockSize, inPointer, inLength, outPointer, outLength) => {
      const kernel = (exports.table as WebAssembly.Table).get(index!) as (...values: number[]) => void
      const pointers = [...arguments_(inPointer!, inLength!), ...arguments_(outPointer!, outLength!)]
      for (let iteration = 0; iteration < iterations!; iteration++)
        kernel(iteration, iterations!, blockSize!, ...pointers)
      return 0
    },
  }
  const abort = (message: number): never => {
    const lengthBytes = view().getUint32(message - 4, true)
    throw new Error(new TextDecoder('utf-16le').decode(new Uint8Array(view().buffer, message, lengthBytes)))
  }
  const start = (started: WebAssembly.Exports) => {
    exports = started
  }
  return { functions, calls, abort, start }
}
