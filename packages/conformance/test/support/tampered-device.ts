import type { Device, ExecReport, KernelCall } from '@weft/backend'
import { openDevice } from './open-devices.js'

/** What a broken device does in place of the right thing. */
export interface Tampering {
  readonly exec?: (call: KernelCall, device: Device) => Promise<ExecReport>
  /** Changes what is read. */
  readonly read?: (target: Uint8Array) => void
  readonly prepare?: Device['prepare']
}

/** A sequential device that is broken in one way. */
export async function tamperedDevice(tampering: Tampering): Promise<Device> {
  const device = await openDevice('sequential')
  return {
    info: device.info,
    createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
    write: (buffer, source) => device.write(buffer, source),
    read: async (buffer, target) => {
      await device.read(buffer, target)
      tampering.read?.(target)
    },
    prepare: tampering.prepare ?? ((kernel, signal) => device.prepare(kernel, signal)),
    exec: (call, signal) => tampering.exec?.(call, device) ?? device.exec(call, signal),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}
