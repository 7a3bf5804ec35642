import { createSequentialBackend, type Device } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'
import { createNodeWebGpuBackend } from '@weft/backend-webgpu/node'

/** Far more than any kernel of the suite takes: the compiler of a GPU in software shares the processor with other tests. */
const compileTimeLimitMs = 300_000

const backends = {
  sequential: () => createSequentialBackend(),
  cpu: () => createCpuBackend(),
  'strict gpu': () => createNodeWebGpuBackend({ float: 'strict', compileTimeLimitMs }),
  'fast gpu': () => createNodeWebGpuBackend({ float: 'fast', compileTimeLimitMs }),
} as const

export type TestedDevice = keyof typeof backends

/** Throws where there is none: no test may pass without. */
export async function openDevice(kind: TestedDevice): Promise<Device> {
  const backend = backends[kind]()
  const { devices, reasons } = await backend.probe()
  const [info] = devices
  if (info === undefined) throw new TypeError(`there is no ${kind} device: ${reasons.join('; ')}`)
  return backend.open(info)
}
