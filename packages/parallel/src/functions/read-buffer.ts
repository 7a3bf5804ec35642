import { checkReadable } from '../access-rules.js'
import type { Guest } from '../guest.js'
import { isPromise } from '../maybe-promise.js'
import type { HostFunction } from './host-function.js'

/** `read_buffer`. */
export function createReadBuffer(guest: Guest): HostFunction {
  return function readBuffer(buffer: number, dataPtr: number, dataLen: number) {
    try {
      const source = guest.buffers.get(buffer)
      guest.memory.check('data_ptr', dataPtr >>> 0, dataLen >>> 0)
      checkReadable(source)
      const done = source.read(dataPtr >>> 0, dataLen >>> 0)
      if (!isPromise(done)) return 0
      return done.then(
        () => 0,
        (error) => guest.fail('read_buffer', error),
      )
    } catch (error) {
      return guest.fail('read_buffer', error)
    }
  }
}
