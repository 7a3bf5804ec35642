import path from 'node:path'
import type { BuildDiagnostic } from '@weft/assemblyscript'
import { UsageError } from './cli-error.js'
import { readInput } from './read-input.js'

/** How a source is built. */
export interface BuildSettings {
  readonly wit?: string
  readonly world?: string
  /** Relative to the current folder. */
  readonly bindings?: string
  /** A core module even where WIT is found. */
  readonly core?: true
  readonly debug?: true
}

interface BuiltSource {
  readonly wasm: Uint8Array
  readonly warnings: readonly BuildDiagnostic[]
}

/**
 * Builds a component if WIT is given or found, else a core module, and writes it. Throws `BuildError`, `WitError`,
 * `CommandError` if the source is not there, `UsageError` for a world without WIT.
 */
export async function buildSource(
  entry: string,
  outFile: string,
  { wit, world, bindings, core, debug }: BuildSettings,
): Promise<BuiltSource> {
  // The compiler would name the file by its own, shorter path.
  await readInput(entry)
  // Loaded on use: the compiler takes half a second to load.
  const { buildComponent, buildGuest, findWit } = await import('@weft/assemblyscript')
  const foundWit = core === true ? undefined : (wit ?? (await findWit(entry)))
  if (foundWit === undefined) {
    refuseWithoutWit(entry, { world, bindings })
    return buildGuest({ entry, outFile, debug })
  }
  const component = { entry, outFile, debug, wit: foundWit, world }
  return buildComponent({ ...component, bindings: bindings && path.resolve(bindings) })
}

function refuseWithoutWit(
  entry: string,
  options: { world: string | undefined; bindings: string | undefined },
): void {
  const given = Object.entries(options).find(([, value]) => value !== undefined)
  if (given === undefined) return
  throw new UsageError(
    `--${given[0]} is for components, and there is no folder wit beside ${entry} or its folder: say where it is with --wit`,
  )
}
