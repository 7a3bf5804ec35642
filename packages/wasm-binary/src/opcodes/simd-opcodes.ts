import { type OpcodeEntry, opcodesFrom, opcodesWith } from './opcode-table.js'

const loads = 'load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u'
const splatLoads = 'load8_splat load16_splat load32_splat load64_splat store'
const splats = () => ['i8x16', 'i16x8', 'i32x4', 'i64x2', 'f32x4', 'f64x2'].map((shape) => `${shape}.splat`)
const lanes = () => [
  ...['i8x16', 'i16x8'].flatMap((shape) => [
    `${shape}.extract_lane_s`,
    `${shape}.extract_lane_u`,
    `${shape}.replace_lane`,
  ]),
  ...['i32x4', 'i64x2', 'f32x4', 'f64x2'].flatMap((shape) => [
    `${shape}.extract_lane`,
    `${shape}.replace_lane`,
  ]),
]
const integerCompare = 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'
const floatCompare = 'eq ne lt gt le ge'
const laneAccess = () => [8, 16, 32, 64].map((bits) => `load${bits}_lane`).join(' ')
const laneStore = () => [8, 16, 32, 64].map((bits) => `store${bits}_lane`).join(' ')

/** `extend_*` or `extmul_*`, in the order of their opcodes. */
const halves = (operation: string, source: string) =>
  ['low', 'high', 'low', 'high']
    .map((half, index) => `${operation}_${half}_${source}_${index < 2 ? 's' : 'u'}`)
    .join(' ')

const vectors = () => [
  ...opcodesWith(0xfd_0000, 'v128.', loads, 'memarg'),
  ...opcodesWith(0xfd_0007, 'v128.', splatLoads, 'memarg'),
  ...opcodesFrom(0xfd_000c, ['v128.const v128', 'i8x16.shuffle shuffle', 'i8x16.swizzle', ...splats()]),
  ...opcodesFrom(
    0xfd_0015,
    lanes().map((name) => `${name} lane`),
  ),
  ...opcodesWith(0xfd_0023, 'i8x16.', integerCompare),
  ...opcodesWith(0xfd_002d, 'i16x8.', integerCompare),
  ...opcodesWith(0xfd_0037, 'i32x4.', integerCompare),
  ...opcodesWith(0xfd_0041, 'f32x4.', floatCompare),
  ...opcodesWith(0xfd_0047, 'f64x2.', floatCompare),
  ...opcodesWith(0xfd_004d, 'v128.', 'not and andnot or xor bitselect any_true'),
  ...opcodesWith(0xfd_0054, 'v128.', laneAccess(), 'memarg lane'),
  ...opcodesWith(0xfd_0058, 'v128.', laneStore(), 'memarg lane'),
  ...opcodesWith(0xfd_005c, 'v128.', 'load32_zero load64_zero', 'memarg'),
  ...opcodesFrom(0xfd_005e, ['f32x4.demote_f64x2_zero', 'f64x2.promote_low_f32x4']),
]

// The numbering interleaves shapes and leaves gaps (`-`) where instructions were dropped from the proposal.
const bytesAndWords = () => [
  ...opcodesWith(0xfd_0060, 'i8x16.', 'abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u'),
  ...opcodesWith(0xfd_0067, 'f32x4.', 'ceil floor trunc nearest'),
  ...opcodesWith(0xfd_006b, 'i8x16.', 'shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u'),
  ...opcodesWith(0xfd_0074, 'f64x2.', 'ceil floor'),
  ...opcodesWith(0xfd_0076, 'i8x16.', 'min_s min_u max_s max_u'),
  ...opcodesFrom(0xfd_007a, ['f64x2.trunc', 'i8x16.avgr_u']),
  ...opcodesWith(0xfd_007c, 'i16x8.', 'extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u'),
  ...opcodesWith(0xfd_007e, 'i32x4.', 'extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u'),
  ...opcodesWith(0xfd_0080, 'i16x8.', 'abs neg q15mulr_sat_s all_true bitmask narrow_i32x4_s narrow_i32x4_u'),
  ...opcodesWith(0xfd_0087, 'i16x8.', halves('extend', 'i8x16')),
  ...opcodesWith(0xfd_008b, 'i16x8.', 'shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u'),
  ...opcodesFrom(0xfd_0094, ['f64x2.nearest']),
  ...opcodesWith(0xfd_0095, 'i16x8.', 'mul min_s min_u max_s max_u - avgr_u'),
  ...opcodesWith(0xfd_009c, 'i16x8.', halves('extmul', 'i8x16')),
]

const wideIntegers = () => [
  ...opcodesWith(0xfd_00a0, 'i32x4.', 'abs neg - all_true bitmask - -'),
  ...opcodesWith(0xfd_00a7, 'i32x4.', halves('extend', 'i16x8')),
  ...opcodesWith(
    0xfd_00ab,
    'i32x4.',
    'shl shr_s shr_u add - - sub - - - mul min_s min_u max_s max_u dot_i16x8_s',
  ),
  ...opcodesWith(0xfd_00bc, 'i32x4.', halves('extmul', 'i16x8')),
  ...opcodesWith(0xfd_00c0, 'i64x2.', 'abs neg - all_true bitmask - -'),
  ...opcodesWith(0xfd_00c7, 'i64x2.', halves('extend', 'i32x4')),
  ...opcodesWith(0xfd_00cb, 'i64x2.', 'shl shr_s shr_u add - - sub - - - mul eq ne lt_s gt_s le_s ge_s'),
  ...opcodesWith(0xfd_00dc, 'i64x2.', halves('extmul', 'i32x4')),
]

const floats = () => [
  ...opcodesWith(0xfd_00e0, 'f32x4.', 'abs neg - sqrt add sub mul div min max pmin pmax'),
  ...opcodesWith(0xfd_00ec, 'f64x2.', 'abs neg - sqrt add sub mul div min max pmin pmax'),
  ...opcodesFrom(0xfd_00f8, [
    'i32x4.trunc_sat_f32x4_s',
    'i32x4.trunc_sat_f32x4_u',
    'f32x4.convert_i32x4_s',
    'f32x4.convert_i32x4_u',
    'i32x4.trunc_sat_f64x2_s_zero',
    'i32x4.trunc_sat_f64x2_u_zero',
    'f64x2.convert_low_i32x4_s',
    'f64x2.convert_low_i32x4_u',
  ]),
]

const relaxed = [
  'i8x16.relaxed_swizzle',
  'i32x4.relaxed_trunc_f32x4_s',
  'i32x4.relaxed_trunc_f32x4_u',
  'i32x4.relaxed_trunc_f64x2_s_zero',
  'i32x4.relaxed_trunc_f64x2_u_zero',
  'f32x4.relaxed_madd',
  'f32x4.relaxed_nmadd',
  'f64x2.relaxed_madd',
  'f64x2.relaxed_nmadd',
  'i8x16.relaxed_laneselect',
  'i16x8.relaxed_laneselect',
  'i32x4.relaxed_laneselect',
  'i64x2.relaxed_laneselect',
  'f32x4.relaxed_min',
  'f32x4.relaxed_max',
  'f64x2.relaxed_min',
  'f64x2.relaxed_max',
  'i16x8.relaxed_q15mulr_s',
  'i16x8.relaxed_dot_i8x16_i7x16_s',
  'i32x4.relaxed_dot_i8x16_i7x16_add_s',
]

/** Prefix 0xFD: vectors, relaxed ones included (core specification 5.4.9). */
export const simdOpcodes = (): OpcodeEntry[] => [
  ...vectors(),
  ...bytesAndWords(),
  ...wideIntegers(),
  ...floats(),
  ...opcodesFrom(0xfd_0100, relaxed),
]
