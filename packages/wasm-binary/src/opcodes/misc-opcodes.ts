import { type OpcodeEntry, opcodesFrom } from './opcode-table.js'

const names = [
  'i32.trunc_sat_f32_s',
  'i32.trunc_sat_f32_u',
  'i32.trunc_sat_f64_s',
  'i32.trunc_sat_f64_u',
  'i64.trunc_sat_f32_s',
  'i64.trunc_sat_f32_u',
  'i64.trunc_sat_f64_s',
  'i64.trunc_sat_f64_u',
  'memory.init data memory',
  'data.drop data',
  'memory.copy memory memory',
  'memory.fill memory',
  'table.init element table',
  'elem.drop element',
  'table.copy table table',
  'table.grow table',
  'table.size table',
  'table.fill table',
]

/** Prefix 0xFC: saturating conversions, bulk memory, tables (core specification 5.4.4 to 5.4.6). */
export const miscOpcodes = (): OpcodeEntry[] => opcodesFrom(0xfc_0000, names)
