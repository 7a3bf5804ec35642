import { type OpcodeEntry, opcodesFrom } from './opcode-table.js'

const names = [
  'struct.new type',
  'struct.new_default type',
  'struct.get type field',
  'struct.get_s type field',
  'struct.get_u type field',
  'struct.set type field',
  'array.new type',
  'array.new_default type',
  'array.new_fixed type count',
  'array.new_data type data',
  'array.new_elem type element',
  'array.get type',
  'array.get_s type',
  'array.get_u type',
  'array.set type',
  'array.len',
  'array.fill type',
  'array.copy type type',
  'array.init_data type data',
  'array.init_elem type element',
  'ref.test reference',
  'ref.test nullable',
  'ref.cast reference',
  'ref.cast nullable',
  'br_on_cast cast',
  'br_on_cast_fail cast',
  'any.convert_extern',
  'extern.convert_any',
  'ref.i31',
  'i31.get_s',
  'i31.get_u',
]

/** Prefix 0xFB: structures, arrays, casts (core specification 5.4.2). */
export const gcOpcodes = (): OpcodeEntry[] => opcodesFrom(0xfb_0000, names)
