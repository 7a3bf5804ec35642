import type { ModuleSource } from '../script/command.js'
import { textParsers } from './text-parsers.js'

/** The binary of a module of a script, or, where no parser takes its text, what the first one says. */
export async function assembleModule(
  source: ModuleSource,
): Promise<{ readonly bytes: Uint8Array } | { readonly refusal: string }> {
  if (source.kind === 'binary') return { bytes: source.bytes }
  let refusal: string | undefined
  for (const parse of await textParsers()) {
    try {
      return { bytes: await parse(source.text) }
    } catch (error) {
      refusal ??= messageOf(error)
    }
  }
  return { refusal: refusal ?? 'there is no parser' }
}

/** jco's parser gives the insides of its error object; this is the part of it that says what is wrong. */
const custom = /Custom\("((?:[^"\\]|\\.)*)"\)/

/** The line of the message that says what is wrong, without the text around it. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const lines = message.split('\n').map((line) => line.trim())
  const told = lines.find((line) => line !== '' && !/^\w+ failed:?$/.test(line))
  return custom.exec(message)?.[1] ?? told ?? 'no reason given'
}
