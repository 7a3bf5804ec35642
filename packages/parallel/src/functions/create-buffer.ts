import { AccessError, LimitError, SizeError } from '@weft/core'
import { bufferAccesses, layouts } from '@weft/spec'
import type { Guest } from '../guest.js'
import { GuestBuffer } from '../guest-buffer.js'
import type { HostFunction } from './host-function.js'

/** `create_buffer`. */
export function createCreateBuffer(guest: Guest): HostFunction {
  return function createBuffer(device: number, size: number, access: number, outBufferPtr: number): number {
    try {
      const pointer = outBufferPtr >>> 0
      guest.memory.check('out_buffer_ptr', pointer, layouts.buffer.sizeBytes)
      const handle = addBuffer(guest, device, size >>> 0, access >>> 0)
      guest.memory.view.setUint32(pointer, handle, true)
      return 0
    } catch (error) {
      return guest.fail('create_buffer', error)
    }
  }
}

function addBuffer(guest: Guest, device: number, sizeBytes: number, accessNumber: number): number {
  const opened = guest.devices.get(device)
  const access = bufferAccesses[accessNumber]
  if (access === undefined) {
    throw new AccessError(`access ${accessNumber} is none of 0 read, 1 write, 2 read_write`)
  }
  const { maximumBufferBytes } = guest.plan.settings.limits
  if (sizeBytes === 0) throw new SizeError('a buffer has at least 1 byte, not 0')
  if (sizeBytes > maximumBufferBytes) {
    throw new LimitError(`a buffer of ${sizeBytes} bytes; limits.maximumBufferBytes is ${maximumBufferBytes}`)
  }
  guest.buffers.checkRoom()
  const homes = guest.homesOn(opened.info)
  return guest.buffers.add(new GuestBuffer(guest, opened, homes, sizeBytes, access))
}
