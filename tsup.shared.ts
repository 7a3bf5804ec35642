import type { Options } from 'tsup'

/** The one build recipe of every published package: ESM, declarations, source maps, nothing bundled in. */
export function library(entry: string[], extra: Options = {}): Options {
  return {
    entry,
    format: ['esm'],
    target: 'es2024',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: true,
    ...extra,
  }
}
