import { BuildError } from '../build-error.js'
import { WitError } from '../wit/wit-error.js'
import type { BundlerContext, BundlerMessage } from './bundler.js'

/** The author's files that an error of a build is about. */
export function filesOfFailure(error: unknown): readonly string[] {
  return placesOf(error).flatMap(({ file }) => (file === undefined ? [] : [file]))
}

/** Tells a bundler why a guest could not be built. */
export function reportFailure(context: BundlerContext, id: string, error: unknown): never {
  const isOurs = error instanceof BuildError || error instanceof WitError
  if (!isOurs) throw error
  return context.error(messageAt(error, id, placesOf(error)[0]))
}

function placesOf(error: unknown): readonly Place[] {
  if (error instanceof WitError) return [error]
  if (!(error instanceof BuildError)) return []
  return error.diagnostics.filter(
    ({ severity, file }) => severity === 'error' && file !== undefined && !file.startsWith('~lib/'),
  )
}

interface Place {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

function messageAt({ message }: Error, id: string, place: Place | undefined): BundlerMessage {
  const { file, line, column } = place ?? {}
  if (file === undefined || line === undefined || column === undefined) return { message, id }
  // Bundlers count columns from zero.
  return { message, id, loc: { file, line, column: column - 1 } }
}
