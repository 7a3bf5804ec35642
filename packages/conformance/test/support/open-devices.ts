import { createSequentialBackend, type Device } from '@weft/backend'
import { createCpuBackend } from '@weft/backend-cpu'

const backends = { sequential: createSequentialBackend, cpu: () => createCpuBackend() } as const

export type TestedDevice = keyof typeof backends

export async function openDevice(kind: TestedDevice): Promise<Device> {
  const backend = backends[kind]()
  const { devices, reasons } = await backend.probe()
  const [info] = devices
  if (info === undefined) throw new TypeError(`there is no ${kind} device: ${reasons.join('; ')}`)
  return backend.open(info)
}
