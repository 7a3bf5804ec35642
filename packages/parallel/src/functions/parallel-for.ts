import type { MaybePromise } from '@weft/backend'
import type { OpenedDevice } from '../device-session.js'
import { Dispatch } from '../dispatch.js'
import type { Guest } from '../guest.js'
import { isPromise } from '../maybe-promise.js'
import { TableKernels } from '../table-kernels.js'
import type { HostFunction } from './host-function.js'

/** `parallel_for`: form (b), a function of the guest's own table. */
export function createParallelFor(guest: Guest): HostFunction {
  const kernels = new TableKernels(guest)
  const reused = new Dispatch(guest)
  function begin(
    tableIndex: number,
    numIterations: number,
    blockSize: number,
    inPtr: number,
    inLen: number,
    outPtr: number,
    outLen: number,
  ): MaybePromise<number> {
    const dispatch = guest.suspends ? new Dispatch(guest) : reused
    const opened = dispatch.readBuffers(undefined, inPtr >>> 0, inLen >>> 0, outPtr >>> 0, outLen >>> 0)
    if (!isPromise(opened))
      return run(dispatch, opened, tableIndex >>> 0, numIterations >>> 0, blockSize >>> 0)
    return opened.then((ready) =>
      run(dispatch, ready, tableIndex >>> 0, numIterations >>> 0, blockSize >>> 0),
    )
  }
  function run(
    dispatch: Dispatch,
    opened: OpenedDevice,
    tableIndex: number,
    iterations: number,
    blockSize: number,
  ): MaybePromise<number> {
    const kernel = kernels.get(opened, tableIndex)
    if (!isPromise(kernel)) {
      return dispatch.run(opened, kernel.entry, kernels.formOf(kernel), iterations, blockSize)
    }
    return kernel.then((ready) => {
      // Another call may have dropped the kernel since it was made ready.
      if (ready.entry.released) return run(dispatch, opened, tableIndex, iterations, blockSize)
      return dispatch.run(opened, ready.entry, kernels.formOf(ready), iterations, blockSize)
    })
  }
  return function parallelFor(tableIndex, iterations, block, inPtr, inLen, outPtr, outLen) {
    try {
      const errno = begin(tableIndex!, iterations!, block!, inPtr!, inLen!, outPtr!, outLen!)
      return isPromise(errno) ? errno.catch((error) => guest.fail('parallel_for', error)) : errno
    } catch (error) {
      return guest.fail('parallel_for', error)
    }
  }
}
