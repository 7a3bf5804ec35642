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

/** The line of the message that says what is wrong, without the text around it. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const lines = message.split('\n').map((line) => line.trim())
  return lines.find((line) => line !== '' && !/^\w+ failed:?$/.test(line)) ?? 'no reason given'
}
