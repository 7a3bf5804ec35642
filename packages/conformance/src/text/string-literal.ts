import { ByteWriter } from '@weft/core'
import type { Quoted } from './s-expression.js'

const simpleEscapes: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
}
const part = /\\u\{([0-9a-fA-F_]+)\}|\\([0-9a-fA-F]{2})|\\(.)|[^\\]+/gsu

/** The bytes of a quoted string: core specification 6.3.3. */
export function stringBytes({ text }: Pick<Quoted, 'text'>): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  const encoder = new TextEncoder()
  for (const [plain, codePoint, byte, escaped] of text.slice(1, -1).matchAll(part)) {
    if (byte !== undefined) writer.u8(Number.parseInt(byte, 16))
    else if (codePoint !== undefined) writer.bytes(encoder.encode(characterOf(codePoint)))
    else writer.bytes(encoder.encode(escaped === undefined ? plain : (simpleEscapes[escaped] ?? escaped)))
  }
  return writer.finish()
}

function characterOf(hexadecimal: string): string {
  return String.fromCodePoint(Number.parseInt(hexadecimal.replaceAll('_', ''), 16))
}

/** A quoted string as a name, which is UTF-8. */
export function stringText(quoted: Pick<Quoted, 'text'>): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(stringBytes(quoted))
}
