import type { TrapError } from '@weft/core'
import { expect } from 'vitest'
import { compileText } from '../support/parse.js'

/** The rule that guests break which abort. */
export const rule = 'wasm `unreachable` instruction executed'

/** What the error has of a guest that `aborting` made. */
export const told = (message: string) => ({ rule, abort: { message, file: 'guest.ts', line: 12, column: 5 } })

/** What a component's `f` traps with. */
export async function trapOf(text: string): Promise<TrapError> {
  const component = await compileText(text)
  const instance = await component.instantiate()
  return instance.invoke('f').then(
    () => expect.fail('it did not trap'),
    (error: TrapError) => error,
  )
}

/** Where `weft:abort` points in the guests made here. */
const recordAddress = 16
const messageAddress = 64
const fileAddress = 256

export interface AbortText {
  readonly message: string
  readonly line?: number
}

/**
 * Fields of a core module with a memory, the export `weft:abort`, and `$abort`, which fills the record and traps as a
 * guest in AssemblyScript does: `guest.ts`, the line (12 if it is left out) and column 5.
 */
export function aborting({ message, line = 12 }: AbortText): string {
  const file = 'guest.ts'
  const words = [messageAddress, message.length, fileAddress, file.length, line, 5]
  const stores = words.map(
    (word, index) => `(i32.store (i32.const ${recordAddress + 4 * index}) (i32.const ${word}))`,
  )
  return `
    (memory (export "memory") 1)
    (global (export "weft:abort") i32 (i32.const ${recordAddress}))
    (data (i32.const ${messageAddress}) "${utf16(message)}")
    (data (i32.const ${fileAddress}) "${utf16(file)}")
    (func $abort (export "abort") ${stores.join(' ')} unreachable)`
}

/** A component that exports `f`, which aborts. `fields` are those of its core module beside `$abort`. */
export function abortingComponent(text: AbortText): string {
  return `(component
    (core module $M ${aborting(text)})
    (core instance $m (instantiate $M))
    (func (export "f") (canon lift (core func $m "abort"))))`
}

/** The bytes of a text, or of a record of words, in a data segment. */
export function utf16(text: string): string {
  return escaped(new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer))
}

export function words(...values: number[]): string {
  return escaped(new Uint8Array(Uint32Array.from(values).buffer))
}

function escaped(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
}

/** A component whose `f` runs on a stack of its own, yields if it is told to, and aborts. */
export function onStack(message: string, yields: string): string {
  return `(component
    (core func $yield (canon thread.yield))
    (core module $M (import "" "yield" (func $yield (result i32))) ${aborting({ message })}
      (func (export "f") ${yields} call $abort))
    (core instance $m (instantiate $M (with "" (instance (export "yield" (func $yield))))))
    (func (export "f") async (canon lift (core func $m "f") async)))`
}
