import type { MaybePromise } from '@weft/backend'
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
    const kernel = kernels.get(opened, tableIndex >>> 0)
    if (!isPromise(kernel)) {
      return dispatch.run(opened, kernel.entry, kernels.formOf(kernel), numIterations >>> 0, blockSize >>> 0)
    }
    return kernel.then((ready) =>
      dispatch.run(opened, ready.entry, kernels.formOf(ready), numIterations >>> 0, blockSize >>> 0),
    )
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
