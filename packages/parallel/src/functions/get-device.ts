import { InvalidDeviceKindError } from '@weft/core'
import { type DeviceKind, device2021Kinds, deviceKinds, layouts } from '@weft/spec'
import type { OpenedDevice } from '../device-session.js'
import type { Guest } from '../guest.js'
import { isPromise } from '../maybe-promise.js'
import type { HostFunction } from './host-function.js'

/** `get_device`. The same device has the same handle, however often a guest asks for it. */
export function createGetDevice(guest: Guest): HostFunction {
  const kinds: readonly DeviceKind[] =
    guest.plan.settings.deviceNumbers === '2021' ? device2021Kinds : deviceKinds
  function give(opened: OpenedDevice, pointer: number): number {
    guest.memory.check('out_device_ptr', pointer, layouts.device.sizeBytes)
    const handle = guest.devices.find(opened) ?? guest.devices.add(opened)
    guest.memory.view.setUint32(pointer, handle, true)
    return 0
  }
  return function getDevice(hint: number, outDevicePtr: number) {
    try {
      const pointer = outDevicePtr >>> 0
      guest.memory.check('out_device_ptr', pointer, layouts.device.sizeBytes)
      const kind = kinds[hint >>> 0]
      if (kind === undefined) throw invalidKind(hint >>> 0, kinds)
      const opened = guest.chooseDevice(kind)
      if (!isPromise(opened)) return give(opened, pointer)
      return opened
        .then((ready) => give(ready, pointer))
        .catch((error: unknown) => guest.fail('get_device', error))
    } catch (error) {
      return guest.fail('get_device', error)
    }
  }
}

function invalidKind(hint: number, kinds: readonly DeviceKind[]): InvalidDeviceKindError {
  const list = kinds.map((kind, number) => `${number} ${kind}`).join(', ')
  return new InvalidDeviceKindError(`device kind ${hint} is none of ${list}`)
}
