import { type Backend, createSequentialBackend, type Device } from '@weft/backend'
import { createParallel } from '@weft/parallel/browser'

interface Calls {
  readonly module: readonly number[]
  readonly calls: readonly (readonly [string, ...number[]])[]
  /** Makes the browser one without JSPI. */
  readonly withoutJspi: boolean
}

/** The sequential backend, but with answers that take a turn of the event loop. */
function slowBackend(): Backend {
  const inner = createSequentialBackend()
  const later = async <T>(run: () => T | Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve))
    return run()
  }
  return {
    ...inner,
    async probe() {
      const { devices, reasons } = await inner.probe()
      return { devices: devices.map((info) => ({ ...info, supportsSynchronousCalls: false })), reasons }
    },
    async open(info): Promise<Device> {
      const device = await inner.open(info)
      return {
        info: { ...device.info, supportsSynchronousCalls: false },
        createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
        write: (buffer, source) => later(() => device.write(buffer, source)),
        read: (buffer, target) => later(() => device.read(buffer, target)),
        prepare: (kernel) => later(() => device.prepare(kernel)),
        exec: (call) => later(() => device.exec(call)),
        [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
      }
    },
  }
}

async function runGuest({ module, calls, withoutJspi }: Calls) {
  if (withoutJspi) Reflect.deleteProperty(WebAssembly, 'Suspending')
  await using parallel = await createParallel({ backends: [slowBackend()] })
  const guest = await parallel.instantiate(Uint8Array.from(module))
  const results: unknown[] = []
  for (const [name, ...parameters] of calls) results.push(await guest.call(name, ...parameters))
  return { suspension: guest.suspension, results, failures: guest.failures.map(({ errno }) => errno) }
}

Object.assign(globalThis, { runGuest })
