import type { MaybePromise } from '@weft/backend'
import type { OpenedDevice } from '../device-session.js'
import { Dispatch, type DispatchForm } from '../dispatch.js'
import type { Guest } from '../guest.js'
import { KernelSlots } from '../kernel-slots.js'
import { isPromise } from '../maybe-promise.js'
import type { HostFunction } from './host-function.js'

const sharedForm: DispatchForm = { shared: true, extracted: false }
const isolatedForm: DispatchForm = { shared: false, extracted: false }

/** `parallel_exec`: form (a), a kernel given as the bytes of a module. */
export function createParallelExec(guest: Guest): HostFunction {
  const slots = new KernelSlots(guest)
  const reused = new Dispatch(guest)
  function begin(
    device: number,
    kernelPtr: number,
    kernelLen: number,
    numIterations: number,
    blockSize: number,
    inPtr: number,
    inLen: number,
    outPtr: number,
    outLen: number,
  ): MaybePromise<number> {
    const opened = guest.devices.get(device)
    const dispatch = guest.suspends ? new Dispatch(guest) : reused
    dispatch.readBuffers(opened, inPtr >>> 0, inLen >>> 0, outPtr >>> 0, outLen >>> 0)
    return run(dispatch, opened, kernelPtr >>> 0, kernelLen >>> 0, numIterations >>> 0, blockSize >>> 0)
  }
  function run(
    dispatch: Dispatch,
    opened: OpenedDevice,
    kernelPtr: number,
    kernelLen: number,
    iterations: number,
    blockSize: number,
  ): MaybePromise<number> {
    const form = guest.homesOn(opened.info) === 'guest' ? sharedForm : isolatedForm
    const entry = slots.find(opened, kernelPtr, kernelLen)
    if (!isPromise(entry)) return dispatch.run(opened, entry, form, iterations, blockSize)
    return entry.then((ready) => {
      // Another call may have dropped the kernel since it was made ready.
      if (ready.released) return run(dispatch, opened, kernelPtr, kernelLen, iterations, blockSize)
      return dispatch.run(opened, ready, form, iterations, blockSize)
    })
  }
  return function parallelExec(
    device,
    kernelPtr,
    kernelLen,
    iterations,
    block,
    inPtr,
    inLen,
    outPtr,
    outLen,
  ) {
    try {
      const errno = begin(
        device!,
        kernelPtr!,
        kernelLen!,
        iterations!,
        block!,
        inPtr!,
        inLen!,
        outPtr!,
        outLen!,
      )
      return isPromise(errno) ? errno.catch((error) => guest.fail('parallel_exec', error)) : errno
    } catch (error) {
      return guest.fail('parallel_exec', error)
    }
  }
}
