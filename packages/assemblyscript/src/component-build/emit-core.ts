import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type * as assemblyscript from 'assemblyscript'
import type { CompiledGuest } from '../compile-guest.js'
import type { SourceFiles } from '../source-files.js'
import { replaceCustomSection } from './replace-custom-section.js'

interface EmittedCore {
  readonly core: Uint8Array
  /** JSON. Only with `debug`. */
  readonly sourceMap?: string
}

const urlSection = 'sourceMappingURL'

/**
 * The binary of a compiled guest. With `debug`, its source map lies in it: modules that come out of a component have no
 * address that a map could be found beside.
 */
export function emitCore(guest: CompiledGuest, files: SourceFiles, debug: boolean): EmittedCore {
  const { output, sourceMap } = binaryOf(guest.module, debug)
  if (sourceMap === null || sourceMap === '') return { core: output }
  const complete = JSON.stringify(withSources(JSON.parse(sourceMap), guest.sourceTexts, files))
  const url = `data:application/json;base64,${Buffer.from(complete).toString('base64')}`
  const core = replaceCustomSection(output, urlSection, (writer) => writer.name(url))
  return { core, sourceMap: complete }
}

function binaryOf(module: assemblyscript.Module, debug: boolean) {
  try {
    return module.toBinary(debug ? 'map' : null)
  } finally {
    module.dispose()
  }
}

interface SourceMapJson {
  readonly sources: readonly string[]
}

/** Names sources by where they lie, and adds their texts. */
function withSources(map: SourceMapJson, texts: ReadonlyMap<string, string>, files: SourceFiles) {
  const locations = map.sources.map((name) => files.realPath(name))
  return {
    ...map,
    sources: map.sources.map((name, index) => {
      const location = locations[index]
      return location === undefined ? name : pathToFileURL(location).href
    }),
    sourcesContent: map.sources.map((name, index) => {
      const location = locations[index]
      // The compiler's texts of files have more in them than the author wrote.
      return location === undefined ? (texts.get(name) ?? null) : readFileSync(location, 'utf8')
    }),
  }
}
