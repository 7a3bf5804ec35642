import { type OpcodeEntry, opcodesFrom, opcodesWith } from './opcode-table.js'

const integerCompare = 'eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'
const floatCompare = 'eq ne lt gt le ge'
const integerArithmetic =
  'clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr'
const floatArithmetic = 'abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign'

const control = [
  'unreachable',
  'nop',
  'block block',
  'loop block',
  'if block',
  'else',
  'try block',
  'catch tag',
  'throw tag',
  'rethrow label',
  'throw_ref',
  'end',
  'br label',
  'br_if label',
  'br_table labels',
  'return',
  'call function',
  'call_indirect type table',
  'return_call function',
  'return_call_indirect type table',
  'call_ref type',
  'return_call_ref type',
]

const references = [
  'ref.null heap',
  'ref.is_null',
  'ref.func function',
  'ref.eq',
  'ref.as_non_null',
  'br_on_null label',
  'br_on_non_null label',
]

/** One-byte opcodes, core specification 5.4.1 to 5.4.8, with the older exception handling that toolchains still emit. */
export const coreOpcodes = (): OpcodeEntry[] => [
  ...opcodesFrom(0x00, control),
  ...opcodesFrom(0x18, ['delegate label', 'catch_all', 'drop', 'select', 'select types']),
  ...opcodesFrom(0x1f, ['try_table block catches']),
  ...opcodesWith(0x20, 'local.', 'get set tee', 'local'),
  ...opcodesWith(0x23, 'global.', 'get set', 'global'),
  ...opcodesWith(0x25, 'table.', 'get set', 'table'),
  ...opcodesFrom(0x28, ['i32.load memarg', 'i64.load memarg', 'f32.load memarg', 'f64.load memarg']),
  ...opcodesWith(0x2c, 'i32.', 'load8_s load8_u load16_s load16_u', 'memarg'),
  ...opcodesWith(0x30, 'i64.', 'load8_s load8_u load16_s load16_u load32_s load32_u', 'memarg'),
  ...opcodesFrom(0x36, ['i32.store memarg', 'i64.store memarg', 'f32.store memarg', 'f64.store memarg']),
  ...opcodesWith(0x3a, 'i32.', 'store8 store16', 'memarg'),
  ...opcodesWith(0x3c, 'i64.', 'store8 store16 store32', 'memarg'),
  ...opcodesWith(0x3f, 'memory.', 'size grow', 'memory'),
  ...opcodesFrom(0x41, ['i32.const i32', 'i64.const i64', 'f32.const f32', 'f64.const f64']),
  ...opcodesWith(0x45, 'i32.', integerCompare),
  ...opcodesWith(0x50, 'i64.', integerCompare),
  ...opcodesWith(0x5b, 'f32.', floatCompare),
  ...opcodesWith(0x61, 'f64.', floatCompare),
  ...opcodesWith(0x67, 'i32.', integerArithmetic),
  ...opcodesWith(0x79, 'i64.', integerArithmetic),
  ...opcodesWith(0x8b, 'f32.', floatArithmetic),
  ...opcodesWith(0x99, 'f64.', floatArithmetic),
  ...opcodesWith(0xa7, 'i32.', 'wrap_i64 trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u'),
  ...opcodesWith(0xac, 'i64.', 'extend_i32_s extend_i32_u trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u'),
  ...opcodesWith(0xb2, 'f32.', 'convert_i32_s convert_i32_u convert_i64_s convert_i64_u demote_f64'),
  ...opcodesWith(0xb7, 'f64.', 'convert_i32_s convert_i32_u convert_i64_s convert_i64_u promote_f32'),
  ...opcodesFrom(0xbc, ['i32.reinterpret_f32', 'i64.reinterpret_f64']),
  ...opcodesFrom(0xbe, ['f32.reinterpret_i32', 'f64.reinterpret_i64']),
  ...opcodesWith(0xc0, 'i32.', 'extend8_s extend16_s'),
  ...opcodesWith(0xc2, 'i64.', 'extend8_s extend16_s extend32_s'),
  ...opcodesFrom(0xd0, references),
]
