import { UsageError } from './cli-error.js'

/** What one `--invoke` says: an export and its arguments, not yet read as values. */
export interface Invocation {
  readonly text: string
  readonly name: string
  readonly arguments: readonly string[]
}

/** Reads `name(1, 2.5, -3)`, or `name` alone for a call without arguments. Throws `UsageError`. */
export function parseInvocation(text: string): Invocation {
  const trimmed = text.trim()
  const open = trimmed.lastIndexOf('(')
  if (open < 0 && trimmed !== '' && !trimmed.includes(')')) return { text, name: trimmed, arguments: [] }
  if (open < 0 || !trimmed.endsWith(')')) throw malformed(text, 'a call is written name(argument, argument)')
  const name = trimmed.slice(0, open).trim()
  if (name === '') throw malformed(text, 'the name of the export is missing')
  return { text, name, arguments: splitArguments(trimmed.slice(open + 1, -1), text) }
}

function splitArguments(list: string, text: string): string[] {
  if (list.trim() === '') return []
  const parts = list.split(',').map((part) => part.trim())
  const empty = parts.indexOf('')
  if (empty >= 0) throw malformed(text, `argument ${empty + 1} is empty`)
  return parts
}

function malformed(text: string, why: string): UsageError {
  return new UsageError(`cannot read --invoke ${JSON.stringify(text)}: ${why}`)
}
