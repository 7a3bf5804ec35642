import { decodeModule, type Module } from '@weft/wasm-binary'
import { WitError } from './wit-error.js'

const emptyModule = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])

/** wasm-tools refused the text; it does not say where. */
export class EmbedFailure extends Error {}

/** Has wasm-tools resolve a world, and returns the component that describes it. Throws `EmbedFailure`. */
export async function embedWorld(witSource: string, world: string): Promise<Uint8Array> {
  const { componentEmbed } = await import('@bytecodealliance/jco-transpile/wasm-tools')
  const module = decodeModule(
    await componentEmbed({
      binary: emptyModule,
      witSource,
      world,
      features: { tag: 'all' },
      stringEncoding: 'utf16',
    }).catch((error: unknown) => {
      throw new EmbedFailure(messageOf(error), { cause: error })
    }),
  )
  return componentType(module)
}

function componentType({ customs }: Module): Uint8Array {
  const section = customs.find(({ name }) => name.startsWith('component-type'))
  if (section === undefined) throw new WitError('wasm-tools described no world; this is an error of ours')
  return section.bytes
}

function messageOf(error: unknown): string {
  const payload: unknown = error instanceof Error && 'payload' in error ? error.payload : undefined
  if (typeof payload === 'string') return payload
  return `wasm-tools crashed: ${error instanceof Error ? error.message : String(error)}; report it to Weft, and go on in a new process`
}
