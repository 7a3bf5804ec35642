import { trapCauseOf } from '@weft/backend'
import { BinaryError, LinkError, type TrapCause, TrapError, ValidationError, WeftError } from '@weft/core'
import { causeOf, isCause } from '../../run/trap-message.js'
import { linkWords } from './link-words.js'
import { SyntaxRefusal } from './script-errors.js'

/** How a component or a call was refused. */
export interface Refusal {
  /**
   * `syntax`: by the text parser. `binary`, `validation`, `link`: by the decoder, the validator, the linker. `trap`: by
   * a guest. `other`: a time limit, a wrong script, or a fault of this library.
   */
  readonly kind: 'syntax' | 'binary' | 'validation' | 'link' | 'trap' | 'other'
  readonly message: string
  /** Other words for the same, as test suites have them. */
  readonly alsoSaid: readonly string[]
  /** What core WebAssembly calls the trap, if it is one of its own. */
  readonly coreTrap?: TrapCause | undefined
}

/** Reads what a runtime threw. */
export function refusalOf(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof SyntaxRefusal) return { kind: 'syntax', message, alsoSaid: [] }
  if (error instanceof TrapError)
    return { kind: 'trap', message, alsoSaid: [error.rule], coreTrap: coreTrapOf(error.cause) }
  if (error instanceof LinkError) return { kind: 'link', message, alsoSaid: linkWords(error) }
  if (error instanceof ValidationError) return { kind: 'validation', message, alsoSaid: [] }
  if (error instanceof BinaryError) return { kind: 'binary', message, alsoSaid: [] }
  if (error instanceof WebAssembly.CompileError) return { kind: 'validation', message, alsoSaid: [] }
  return { kind: 'other', message: `${nameOf(error)}${message}`, alsoSaid: [] }
}

/** True if the refusal has the reason that a script expects. */
export function isRefusedFor({ message, alsoSaid, coreTrap }: Refusal, expected: string): boolean {
  const reason = expected.replace(/^wasm trap: /, '')
  const cause = causeOf(reason)
  // Engines have one message for several causes.
  if (coreTrap && cause && isCause(coreTrap, cause, { kind: 'cpu' })) return true
  return [message, ...alsoSaid].some((said) => said.includes(reason) || isSameRule(said, reason))
}

/** Rules that the suites word in several ways, by what all of them say. */
const severalWordings = ['cannot write', 'cannot read']

function isSameRule(said: string, reason: string): boolean {
  return severalWordings.some((words) => said.includes(words) && reason.includes(words))
}

function coreTrapOf(error: unknown): TrapCause | undefined {
  const exhausted = error instanceof RangeError && /call stack/i.test(error.message)
  const core = error instanceof WebAssembly.RuntimeError || error instanceof WebAssembly.Exception
  return exhausted || core ? trapCauseOf(error) : undefined
}

/** What kind of error it is, where it is none of Weft's, which say all in their messages. */
function nameOf(error: unknown): string {
  return error instanceof Error && !WeftError.isInstance(error) ? `${error.name}: ` : ''
}
