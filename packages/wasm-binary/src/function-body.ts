import { type ByteReader, ByteWriter } from '@weft/core'
import type { FunctionBody, LocalGroup } from './module.js'
import { readValueType, writeValueType } from './value-types.js'

/** Engines refuse a function with more locals than this. */
export const maximumLocals = 50_000

const endOpcode = 0x0b

/** Core specification 5.5.13: a size, local groups, and instructions, which are not decoded here. */
export function readFunctionBody(reader: ByteReader): FunctionBody {
  const body = reader.slice(reader.u32())
  const offset = body.offset
  const locals = readLocals(body)
  const instructionsOffset = body.offset
  if (body.remaining === 0) body.fail('function body without instructions')
  const instructions = body.take(body.remaining)
  if (instructions.at(-1) !== endOpcode) body.fail('function body must end with end', body.offset - 1)
  return { locals, instructions, offset, instructionsOffset }
}

function readLocals(reader: ByteReader): LocalGroup[] {
  let total = 0
  return Array.from({ length: reader.count(2) }, () => {
    const start = reader.offset
    const count = reader.u32()
    total += count
    if (total > maximumLocals)
      reader.fail(`too many locals: ${total}, at most ${maximumLocals} are allowed`, start)
    return { count, type: readValueType(reader) }
  })
}

export function writeFunctionBody(writer: ByteWriter, body: FunctionBody): void {
  const scratch = new ByteWriter(body.instructions.length + 16)
  scratch.u32(body.locals.length)
  for (const { count, type } of body.locals) {
    scratch.u32(count)
    writeValueType(scratch, type)
  }
  scratch.bytes(body.instructions)
  writer.sized(scratch.finish())
}
