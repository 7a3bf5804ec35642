import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Bytes of the heap and of what it holds outside, after all that nobody needs was collected. */
export function usedBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The same, when jobs that finalize what was collected have run too, which lets go of more. */
export async function settledBytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage()
    await new Promise(setImmediate)
  }
  return usedBytes()
}
