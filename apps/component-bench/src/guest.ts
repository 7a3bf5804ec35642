import { readFile } from 'node:fs/promises'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { appPath } from './paths.js'

/** A component that is measured. */
export interface Guest {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Translates the text of a guest, `guests/NAME.wat`, to its binary form. */
export async function assembleGuest(name: string): Promise<Guest> {
  const text = await readFile(appPath(`guests/${name}.wat`), 'utf8')
  return { name, bytes: Uint8Array.from(await parse(text)) }
}
