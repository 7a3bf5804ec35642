import { GuestError, OutOfMemoryError, TableIndexError, WeftError } from '@weft/core'
import { GuestExit } from '../wasi.js'

/** Something that was thrown in a guest's worker, in a form that can leave it. */
export type Thrown =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'weft'; readonly code: string; readonly message: string }
  | { readonly kind: 'trap'; readonly message: string; readonly stack: string | undefined }
  | { readonly kind: 'exception' }
  | { readonly kind: 'host' }
  | { readonly kind: 'other'; readonly value: unknown }

/** Ends a guest whose call of the host made the host throw. The host knows what it threw. */
export class HostThrew {}

/** What left a guest's worker may be nothing that can be copied between threads. */
export function packThrown(error: unknown): Thrown {
  if (error instanceof GuestExit) return { kind: 'exit', code: error.code }
  if (WeftError.isInstance(error)) return { kind: 'weft', code: error.code, message: error.message }
  if (error instanceof WebAssembly.RuntimeError) {
    return { kind: 'trap', message: error.message, stack: error.stack }
  }
  if (error instanceof WebAssembly.Exception) return { kind: 'exception' }
  if (error instanceof HostThrew) return { kind: 'host' }
  return { kind: 'other', value: canBeCopied(error) ? error : String(error) }
}

/** What a call on this thread would have thrown; `hostError` is what the host itself threw last. */
export function unpackThrown(thrown: Thrown, hostError?: unknown): unknown {
  switch (thrown.kind) {
    case 'exit':
      return new GuestExit(thrown.code)
    case 'weft':
      return weftError(thrown.code, thrown.message)
    case 'trap':
      return Object.defineProperty(new WebAssembly.RuntimeError(thrown.message), 'stack', {
        value: thrown.stack,
      })
    case 'exception':
      return new GuestError('the guest threw an exception that nothing catches')
    case 'host':
      return hostError
    case 'other':
      return thrown.value
  }
}

/** The errors that instantiating a guest, its imports and its table have. */
function weftError(code: string, message: string): WeftError {
  if (code === 'invalid-guest') return new GuestError(message)
  if (code === 'out-of-memory') return new OutOfMemoryError(message)
  if (code === 'invalid-table-index') return new TableIndexError(message)
  return new WeftError(code, message)
}

/** Copies as a message would: functions, globals, unshared memories and the like cannot. */
export function canBeCopied(value: unknown): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}
