import { WeftError } from '@weft/core'
import type { LoadedWorld } from '../wit/world.js'
import { encodeCopiesAsUtf16 } from './utf16-copies.js'

/**
 * Makes a component of a core module whose imports and exports have the names of a world's functions. Throws `WeftError`
 * with code `not-encodable` if the module does not fit the world: that is a fault of the build.
 */
export async function encodeComponent(
  core: Uint8Array,
  { world, witSource }: LoadedWorld,
): Promise<Uint8Array> {
  const { componentEmbed, componentNew } = await import('@bytecodealliance/jco-transpile/wasm-tools')
  try {
    const embedded = await componentEmbed({
      binary: core,
      witSource,
      world: world.name,
      stringEncoding: 'utf16',
      features: { tag: 'all' },
    })
    const component = await componentNew(embedded, [])
    encodeCopiesAsUtf16(component)
    return component
  } catch (cause) {
    const { payload } = cause as { readonly payload?: unknown }
    const reason = typeof payload === 'string' ? payload : String((cause as Error).message)
    throw new WeftError('not-encodable', `the compiled module does not fit ${world.name}: ${reason}`, {
      cause,
    })
  }
}
