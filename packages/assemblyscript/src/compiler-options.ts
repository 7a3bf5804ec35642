import * as assemblyscript from 'assemblyscript'
import { compilerEnums } from './compiler-enums.js'

/** What a guest's build can be asked for. */
export interface GuestSettings {
  /** With a source map, with `assert`, and not optimised unless `optimize` says so. Default false. */
  readonly debug?: boolean | undefined
  /** Default `speed`. */
  readonly optimize?: 'speed' | 'size' | undefined
  /** Lets the guest use 128-bit vectors, relaxed ones included. Default true. */
  readonly simd?: boolean | undefined
}

/** The import that `abort`, `throw` and `assert` end in: the host shows its message. */
export const abortName = '~lib/builtins/abort'

/** The runtime library: collects only when it is asked to, and needs no shadow stack, which threads cannot share. */
export const runtimeModule = '~lib/rt/index-minimal'

export function createCompilerOptions(settings: GuestSettings): assemblyscript.Options {
  const options = assemblyscript.newOptions()
  assemblyscript.setRuntime(options, compilerEnums.Runtime.Minimal)
  assemblyscript.setNoAssert(options, settings.debug !== true)
  assemblyscript.setExportMemory(options, true)
  assemblyscript.setExportTable(options, true)
  // Start code may call the host, which needs the instance's memory for that: no start section.
  assemblyscript.setExportStart(options, '_initialize')
  const simd = settings.simd !== false
  assemblyscript.setFeature(options, assemblyscript.FEATURE_SIMD, simd)
  assemblyscript.setFeature(options, assemblyscript.FEATURE_RELAXED_SIMD, simd)
  assemblyscript.setFeature(options, assemblyscript.FEATURE_THREADS, true)
  assemblyscript.setFeature(options, assemblyscript.FEATURE_BULK_MEMORY, true)
  const { optimizeLevel, shrinkLevel } = optimizationLevels(settings)
  assemblyscript.setOptimizeLevelHints(options, optimizeLevel, shrinkLevel)
  assemblyscript.setDebugInfo(options, settings.debug === true)
  assemblyscript.setSourceMap(options, settings.debug === true)
  return options
}

export function optimizationLevels({ debug, optimize }: GuestSettings): {
  optimizeLevel: number
  shrinkLevel: number
} {
  if (debug === true && optimize === undefined) return { optimizeLevel: 0, shrinkLevel: 0 }
  return optimize === 'size' ? { optimizeLevel: 2, shrinkLevel: 2 } : { optimizeLevel: 3, shrinkLevel: 0 }
}
