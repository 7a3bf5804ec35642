import { ByteReader, WeftError } from '@weft/core'

const canonicalFunctionSection = 8
const preambleBytes = 8
const utf8 = 0
const utf16 = 1

/** What follows the opcode of each canonical definition, in the letters of `skip`: Binary.md, `canon`. */
const shapes: ReadonlyMap<number, string> = new Map([
  [0x00, 'bnon'], // lift
  [0x01, 'bno'], // lower
  ...each([0x02, 0x03, 0x04, 0x07], 'n'), // resources
  ...each([0x05, 0x08, 0x0d, 0x1e, 0x1f, 0x22, 0x23, 0x24, 0x25], ''),
  [0x06, 'b'], // subtask.cancel
  [0x09, 'ro'], // task.return
  ...each([0x0a, 0x0b], 'bn'), // context
  [0x0c, 'b'], // thread.yield
  ...each([0x0e, 0x13, 0x14, 0x15, 0x1a, 0x1b], 'n'), // new and drop of streams and futures
  ...each([0x0f, 0x10, 0x16, 0x17], 'nO'), // read and write
  ...each([0x11, 0x12, 0x18, 0x19], 'nb'), // their cancelling
  ...each([0x1c, 0x1d], 'o'), // error contexts
  ...each([0x20, 0x21], 'bn'), // wait and poll
])

function each(opcodes: readonly number[], shape: string): [number, string][] {
  return opcodes.map((opcode) => [opcode, shape])
}

/**
 * Lets copies of streams and futures take strings for UTF-16, as the component's functions do. The encoder of wasm-tools
 * writes UTF-8 there whatever it is told. Changes `component` itself. Throws `WeftError` with code `not-encodable` for
 * canonical functions that no build makes.
 */
export function encodeCopiesAsUtf16(component: Uint8Array): void {
  const reader = new ByteReader(component)
  reader.take(preambleBytes)
  while (!reader.done) {
    const id = reader.u8()
    const end = reader.u32() + reader.offset
    if (id !== canonicalFunctionSection) reader.take(end - reader.offset)
    else for (let count = reader.u32(); count > 0; count--) patchFunction(component, reader)
  }
}

function patchFunction(component: Uint8Array, reader: ByteReader): void {
  const opcode = reader.u8()
  const shape = shapes.get(opcode)
  if (shape === undefined)
    throw new WeftError('not-encodable', `canonical function ${opcode} at ${reader.offset} is unknown`)
  for (const part of shape) {
    if (part === 'b') reader.u8()
    else if (part === 'n') reader.u32()
    else if (part === 'r') skipResult(reader)
    else patchOptions(component, reader, part === 'O')
  }
}

/** A result list: one type, or none. */
function skipResult(reader: ByteReader): void {
  if (reader.u8() === 0) while (reader.u8() >= 0x80);
  else reader.u8()
}

function patchOptions(component: Uint8Array, reader: ByteReader, isCopy: boolean): void {
  for (let count = reader.u32(); count > 0; count--) {
    const at = reader.offset
    const option = reader.u8()
    if (option === utf8 && isCopy) component[at] = utf16
    // Memory, realloc, post-return and callback have an index.
    if ([3, 4, 5, 7].includes(option)) reader.u32()
  }
}
