import { CommandError } from '../cli-error.js'
import { messageOf } from '../print-error.js'

const shownFrames = 6

/** Turns what a guest's function threw into an error that says which call ended, why and where. */
export function guestCallError(call: string, error: unknown): CommandError {
  const places = guestFrames(error)
  const where = places.length === 0 ? '' : `\n  in ${places.join(', called from ')}`
  return new CommandError(`${call} ${describeCause(error)}${where}`, { cause: error })
}

function describeCause(error: unknown): string {
  if (error instanceof WebAssembly.RuntimeError) return `trapped: ${error.message}`
  if (error instanceof RangeError && /call stack/i.test(error.message)) return 'trapped: call stack exhausted'
  if (error instanceof WebAssembly.Exception) return 'threw an exception that nothing catches'
  return `failed: ${messageOf(error)}`
}

/** The guest's functions on the stack by V8's names, the innermost first; recursion is one entry. */
function guestFrames(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return []
  const frames = [...error.stack.matchAll(/^\s+at (?:(.*) \()?wasm:\/\/\S*:wasm-function\[(\d+)\]/gm)]
  const all = frames.map(([, name, index]) =>
    name === undefined ? `function ${index}` : `$${plainName(name)}`,
  )
  const names = all.filter((name, position) => name !== all[position - 1])
  return names.length <= shownFrames ? names : [...names.slice(0, shownFrames), 'more']
}

/** V8 puts the module's name before the function's. */
function plainName(name: string): string {
  return name.replace(/^(?:async )?wasm-[\da-f]+\./, '')
}
