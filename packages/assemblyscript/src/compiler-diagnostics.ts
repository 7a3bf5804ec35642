import * as assemblyscript from 'assemblyscript'
import type { BuildDiagnostic } from './build-error.js'
import { compilerEnums } from './compiler-enums.js'
import type { SourceFiles } from './source-files.js'

/** Records an error of ours among the compiler's own. */
export function reportError(
  program: assemblyscript.Program,
  range: assemblyscript.Range,
  text: string,
): void {
  const { DiagnosticCode, DiagnosticCategory } = compilerEnums
  const message = assemblyscript.DiagnosticMessage.create(
    DiagnosticCode.User_defined_0,
    DiagnosticCategory.Error,
  )
  // Not as an argument of `create`, which gives `$&` and its like a meaning.
  message.message = text
  program.diagnostics.push(message.withRange(range))
}

/** Takes the messages that the compiler has gathered since the last call. */
export function takeDiagnostics(program: assemblyscript.Program, files: SourceFiles): BuildDiagnostic[] {
  const taken: BuildDiagnostic[] = []
  for (;;) {
    const message = assemblyscript.nextDiagnostic(program)
    if (message === null) return taken
    explainAwait(message)
    const severity = assemblyscript.isError(message)
      ? 'error'
      : assemblyscript.isWarning(message)
        ? 'warning'
        : 'info'
    const text = assemblyscript.formatDiagnostic(message, false, true)
    taken.push({ severity, message: message.message, ...placeOf(message.range, files), text })
  }
}

/** Puts messages into the author's words whose cause is how `await` and `async` are compiled. */
function explainAwait(message: assemblyscript.DiagnosticMessage): void {
  const { range } = message
  const written = range?.source.text.slice(range.start, range.end) ?? ''
  const [, type] = /^Property 'wait' does not exist on type '(?:~lib\/.*\/)?(.*)'/.exec(message.message) ?? []
  if (written.startsWith('await') && type !== undefined) {
    message.message = `\`await\` cannot wait for a ${type}: only for calls, promises, futures, reads, writes and selections`
  } else if (written === 'async') {
    message.message =
      'only functions and methods that are declared can be async: AssemblyScript has no closures'
  }
}

function placeOf(range: assemblyscript.Range | null, files: SourceFiles) {
  if (range === null) return {}
  const { source } = range
  const file = files.realPath(source.normalizedPath) ?? source.normalizedPath
  // The column is the one that belongs to the line that was asked for last.
  const line = source.lineAt(range.start)
  return { file, line, column: source.columnAt() }
}
