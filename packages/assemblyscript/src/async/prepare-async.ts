import * as assemblyscript from 'assemblyscript'
import type { Refusal } from '../kernel-declaration.js'
import type { SourceFile } from '../source-files.js'
import { generateAsyncCode } from './async-code.js'
import { blankAsync } from './blank-async.js'
import { findAsyncFunctions } from './find-async-functions.js'
import { parseAwait } from './parse-await.js'

/** A source file as the compiler is given it. */
export interface PreparedAsync {
  readonly text: string
  /** Where `async` stood in the author's text. */
  readonly offsets: readonly number[]
  readonly refusals: readonly Refusal[]
}

/** Blanks out `async` and adds what starts the async functions of a file. Positions in the author's text stay as they are. */
export function prepareAsync({ name, text }: SourceFile): PreparedAsync {
  const blanked = blankAsync(text)
  if (blanked.offsets.length === 0) return { ...blanked, refusals: [] }
  const parser = new assemblyscript.Parser()
  parseAwait(parser)
  parser.parseFile(blanked.text, name, true)
  const [source] = parser.sources
  if (source === undefined) return { ...blanked, refusals: [] }
  source.text = text
  const { functions, refusals } = findAsyncFunctions(source, blanked.offsets)
  const generated = functions.length === 0 ? '' : generateAsyncCode(functions)
  return { text: blanked.text + generated, offsets: blanked.offsets, refusals }
}
