import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BuildDiagnostic } from './build-error.js'
import { compileGuest } from './compile-guest.js'
import type { GuestSettings } from './compiler-options.js'
import { SourceFiles } from './source-files.js'

export interface BuildGuestOptions extends GuestSettings {
  /** The guest's main file, relative to the current folder. What it exports, the guest exports. */
  readonly entry: string
  /** Where to write the module; its source map, if any, goes beside it. Left out: nothing is written. */
  readonly outFile?: string | undefined
  /** Also print the module as text. Default false. */
  readonly text?: boolean | undefined
}

export interface BuiltGuest {
  /** A core module with a name section. It exports its memory, its table (`table`) and `_initialize`. */
  readonly wasm: Uint8Array
  /** The same module as text. Only with `text`. */
  readonly text?: string
  /** JSON. Only with `debug`. */
  readonly sourceMap?: string
  readonly warnings: readonly BuildDiagnostic[]
}

/** Compiles an AssemblyScript guest. Throws `BuildError` with every reason why it cannot be compiled. */
export async function buildGuest(options: BuildGuestOptions): Promise<BuiltGuest> {
  const entryPath = path.resolve(options.entry)
  const files = new SourceFiles(path.dirname(entryPath))
  const { module, warnings } = compileGuest(files, path.basename(entryPath).replace(/\.ts$/, ''), options)
  try {
    const mapName =
      options.debug === true
        ? `${path.basename(options.outFile ?? entryPath).replace(/\.\w+$/, '')}.wasm.map`
        : null
    const { output, sourceMap } = module.toBinary(mapName === null ? null : `./${mapName}`)
    const built = {
      wasm: output,
      warnings,
      ...(options.text === true ? { text: module.toText() } : {}),
      ...(sourceMap !== null && sourceMap !== '' ? { sourceMap } : {}),
    }
    if (options.outFile !== undefined) await writeGuest(options.outFile, built, mapName)
    return built
  } finally {
    module.dispose()
  }
}

async function writeGuest(
  outFile: string,
  { wasm, sourceMap }: BuiltGuest,
  mapName: string | null,
): Promise<void> {
  const folder = path.dirname(path.resolve(outFile))
  await mkdir(folder, { recursive: true })
  await writeFile(outFile, wasm)
  if (sourceMap !== undefined && mapName !== null) await writeFile(path.join(folder, mapName), sourceMap)
}
