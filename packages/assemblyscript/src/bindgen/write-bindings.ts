import { loadWorld } from '../wit/load-world.js'
import { generateBindings } from './generate-bindings.js'
import { type WrittenFiles, writeTexts } from './write-texts.js'

export interface WriteBindingsOptions {
  /** A WIT file, or a folder with WIT files and `deps`. */
  readonly wit: string
  /** The world. It may be left out if there is only one. */
  readonly world?: string | undefined
  /** The folder of the bindings. It is made where it is not there; files in it that are nobody's bindings are left alone. */
  readonly outDir: string
}

export interface WrittenBindings extends WrittenFiles {
  /** `ns:package/world@1.2.3`. */
  readonly world: string
}

/**
 * Writes the AssemblyScript bindings of a world. Bindings of an earlier run that are not generated any more are removed.
 * Throws `WitError` for WIT that cannot be read.
 */
export async function writeBindings({ wit, world, outDir }: WriteBindingsOptions): Promise<WrittenBindings> {
  const loaded = await loadWorld({ path: wit, world })
  const files = await writeTexts(outDir, generateBindings(loaded.world))
  return { world: loaded.world.name, ...files }
}
