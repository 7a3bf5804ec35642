import colors from 'picocolors'

const screenLines = 40
const screenColumns = 400

/** Writes an error to stderr: its message on at most one screen; the stack too if WEFT_DEBUG is 1. */
export function printError(error: unknown): void {
  process.stderr.write(`${colors.red('error:')} ${oneScreen(messageOf(error))}\n`)
  if (process.env.WEFT_DEBUG === '1' && error instanceof Error) process.stderr.write(`${stackOf(error)}\n`)
}

/** What an error says, in words for people. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message === '' ? error.name : error.message
}

function oneScreen(message: string): string {
  const lines = message.split('\n').map(cutLine)
  if (lines.length <= screenLines) return lines.join('\n')
  const rest = lines.length - screenLines
  return [...lines.slice(0, screenLines), `(${rest} more lines)`].join('\n')
}

function cutLine(line: string): string {
  return line.length <= screenColumns ? line : `${line.slice(0, screenColumns)}…`
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
