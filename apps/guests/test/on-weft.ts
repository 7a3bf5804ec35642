import { compile, type StreamReader } from '@weft/component'
import { concat } from './bytes.js'
import type { GuestExports, Runtime } from './runtime.js'

/** The component as it is, in this process. */
export const weft: Runtime = {
  name: 'weft',
  async instantiate(wasm, imports = {}) {
    const component = await compile(wasm)
    const { exports } = await component.instantiate(imports)
    return exports as GuestExports
  },
  streamOf: (chunks) => chunks,
  async bytesOf(stream, limit = Number.POSITIVE_INFINITY) {
    const reader = stream as StreamReader<number>
    const chunks: Uint8Array[] = []
    let total = 0
    for await (const chunk of reader as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      total += chunk.length
      if (total >= limit) break
    }
    return concat(chunks)
  },
}
