import { compile } from '@weft/component'
import type { GuestExports, Runtime } from './runtime.js'

interface Stream {
  readInto(target: Uint8Array): Promise<number>
}

/** The component as it is, in this process. */
export const weft: Runtime = {
  name: 'weft',
  async instantiate({ bytes }, imports = {}) {
    const component = await compile(bytes)
    const { exports } = await component.instantiate(imports)
    return exports as GuestExports
  },
  streamOf: (chunks) => chunks,
  async readAll(stream, target, onChunk) {
    const reader = stream as Stream
    for (;;) {
      const length = await reader.readInto(target)
      if (length === 0) return
      onChunk(length)
    }
  },
}
