import type { ComponentInstance, HostOperation, Store } from '@weft/abi'

/** How often it is looked whether tasks have ended, in milliseconds: nothing waits for those that have returned. */
const intervalMs = 1

/** Resolves once `isFinished`; rejects if a guest traps before, or if nothing can end what its tasks wait for. */
export function whenFinished(
  store: Store,
  instances: readonly ComponentInstance[],
  isFinished: () => boolean,
): Promise<void> {
  if (isFinished()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearInterval(timer)
      store.calls.delete(operation)
      resolve()
    }
    const operation: HostOperation = {
      fail(error) {
        reject(error)
        settle()
      },
      poison(error) {
        if (isFinished()) return settle()
        for (const instance of instances) instance.may_enter = false
        operation.fail(error)
      },
    }
    const timer = setInterval(() => {
      if (isFinished()) settle()
    }, intervalMs)
    store.calls.add(operation)
    store.schedule()
  })
}
