import { WeftError, type WeftErrorOptions } from '@weft/core'
import type { WitFile } from './world.js'

/** A place in a file; without line and column, the file or folder as such. Both count from one. */
interface WitPlace {
  readonly file: string
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** A point in the text of a file, in UTF-16 code units. */
export interface WitSpot {
  readonly file: WitFile
  readonly offset: number
}

/** WIT that cannot be loaded: files that are missing, text that is no WIT, names that stand for nothing. */
export class WitError extends WeftError {
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined

  /** `problem` says what is wrong and what to do; where it is comes from `place`. */
  constructor(problem: string, place?: WitPlace, options?: WeftErrorOptions) {
    super('invalid-wit', place === undefined ? problem : `${formatPlace(place)}: ${problem}`, options)
    this.file = place?.file
    this.line = place?.line
    this.column = place?.column
  }
}

/** `file:line:column`, as far as it is known. */
export function formatPlace({ file, line, column }: WitPlace): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

/** Where a spot is for a reader. */
export function placeOf({ file, offset }: WitSpot): WitPlace {
  const lines = file.text.slice(0, offset).split(/\r\n|\n|\r/)
  return { file: file.path, line: lines.length, column: lines[lines.length - 1]!.length + 1 }
}

/** An error at a spot in the text. */
export function errorAt(spot: WitSpot, problem: string, options?: WeftErrorOptions): WitError {
  return new WitError(problem, placeOf(spot), options)
}
