import type { Guest } from '../guest.js'
import { isPromise } from '../maybe-promise.js'
import type { HostFunction } from './host-function.js'

/** `write_buffer`. */
export function createWriteBuffer(guest: Guest): HostFunction {
  return function writeBuffer(dataPtr: number, dataLen: number, buffer: number) {
    try {
      const target = guest.buffers.get(buffer)
      guest.memory.check('data_ptr', dataPtr >>> 0, dataLen >>> 0)
      const done = target.write(dataPtr >>> 0, dataLen >>> 0)
      if (!isPromise(done)) return 0
      return done.then(
        () => 0,
        (error) => guest.fail('write_buffer', error),
      )
    } catch (error) {
      return guest.fail('write_buffer', error)
    }
  }
}
