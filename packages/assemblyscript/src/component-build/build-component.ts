import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { generateBindings } from '../bindgen/generate-bindings.js'
import { generatedLine } from '../bindgen/generated-line.js'
import { writeTexts } from '../bindgen/write-texts.js'
import type { BuildDiagnostic } from '../build-error.js'
import { compileGuest } from '../compile-guest.js'
import type { GuestSettings } from '../compiler-options.js'
import { isOwnFile, SourceFiles } from '../source-files.js'
import { findWit } from '../wit/find-wit.js'
import { loadWorld } from '../wit/load-world.js'
import { componentGuest } from './component-guest.js'
import { emitCore } from './emit-core.js'
import { encodeComponent } from './encode-component.js'
import { componentFiles } from './kernel-interface.js'
import { stripComponent } from './strip-component.js'

export interface BuildComponentOptions extends GuestSettings {
  /** The component's main file, relative to the current folder. */
  readonly entry: string
  /** A WIT file, or a folder with WIT files and `deps`. Default: the folder that `findWit` finds, `wit` beside the entry or its folder. */
  readonly wit?: string | undefined
  /** The world to implement. It may be left out if there is only one. */
  readonly world?: string | undefined
  /** The folder of the bindings, which is written, relative to the entry's. Default `gen`. */
  readonly bindings?: string | undefined
  /** Where to write the component; with `debug`, the source map beside it. Left out: nothing is written but the bindings. */
  readonly outFile?: string | undefined
}

export interface BuiltComponent {
  readonly wasm: Uint8Array
  /** The core module in it. */
  readonly core: Uint8Array
  /** The source map of the core module, as JSON. Only with `debug`. */
  readonly sourceMap?: string
  readonly warnings: readonly BuildDiagnostic[]
  /** The absolute paths of the author's files that it was made of: sources and WIT. */
  readonly inputs: readonly string[]
}

/**
 * Builds a component from AssemblyScript and WIT. Throws `WitError` for WIT that cannot be read, and `BuildError` with
 * every reason why the sources cannot be compiled.
 */
export async function buildComponent(options: BuildComponentOptions): Promise<BuiltComponent> {
  const entryPath = path.resolve(options.entry)
  const folder = path.dirname(entryPath)
  const wit = options.wit ?? (await findWit(entryPath)) ?? path.join(folder, 'wit')
  const loaded = await loadWorld({ path: wit, world: options.world })
  const bindings = path.resolve(folder, options.bindings ?? 'gen')
  await writeTexts(bindings, generateBindings(loaded.world), generatedLine(loaded.world.name))
  const files = new SourceFiles(folder, componentFiles())
  const entry = path.basename(entryPath).replace(/\.ts$/, '')
  const kind = componentGuest(entry, loaded.world, importPath(folder, bindings))
  const compiled = compileGuest(files, entry, settingsOf(options), kind)
  const emitted = emitCore(compiled, files, options.debug === true)
  const encoded = await encodeComponent(emitted.core, loaded)
  const wasm = options.debug === true ? encoded : stripComponent(encoded)
  if (options.outFile !== undefined) await writeComponent(options.outFile, wasm, emitted.sourceMap)
  const inputs = [...files.found, ...loaded.files.map((file) => path.resolve(file.path))]
  return {
    wasm,
    ...emitted,
    warnings: compiled.warnings.filter(({ file }) => file === undefined || isAuthors(file, bindings)),
    inputs: inputs.filter((file) => isAuthors(file, bindings)),
  }
}

/** Components travel, so they are made small, unless somebody is to step through them. */
function settingsOf({ optimize, debug, simd }: GuestSettings): GuestSettings {
  return { optimize: optimize ?? (debug === true ? undefined : 'size'), debug, simd }
}

/** What an import in the entry's folder says for the folder of the bindings. */
function importPath(from: string, to: string): string {
  return `./${path.relative(from, to).replaceAll(path.sep, '/')}`
}

/** The library and the generated code are no affair of the author. */
function isAuthors(file: string, bindings: string): boolean {
  return !(file.startsWith('~lib/') || isOwnFile(file) || file.startsWith(`${bindings}${path.sep}`))
}

async function writeComponent(outFile: string, wasm: Uint8Array, sourceMap?: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(outFile)), { recursive: true })
  await writeFile(outFile, wasm)
  if (sourceMap !== undefined) await writeFile(`${outFile.replace(/\.wasm$/, '')}.core.wasm.map`, sourceMap)
}
