import { trapCode } from '../trap-codes.js'
import { helpersFrom } from './helpers-from.js'

/** Core specification 4.3.4. Integers become floats by the rounding that arithmetic has. */
const toFloats = `
fn f32_convert_i32_u(a: u32) -> u32 {
  let zeros = countLeadingZeros(a);
  return f32_pack(0u, 158u - zeros, a << zeros);
}

fn f32_convert_i32_s(a: u32) -> u32 {
  return (a & 0x80000000u) | f32_convert_i32_u(select(a, 0u - a, i32(a) < 0i));
}

fn f32_convert_i64_u(a: vec2u) -> u32 {
  let zeros = i64_leading_zeros(a);
  let m = i64_shl(a, zeros);
  return f32_pack(0u, 190u - zeros, m.y | min(m.x, 1u));
}

fn f32_convert_i64_s(a: vec2u) -> u32 {
  return (a.y & 0x80000000u) | f32_convert_i64_u(i64_negate_if(a, i32(a.y) < 0i));
}

fn f64_exact(sign: u32, e: u32, m: u32) -> vec2u {
  return vec2u(m << 21u, sign | ((m >> 11u) & 0xfffffu) | ((e * (m >> 31u)) << 20u));
}

fn f64_convert_i32_u(a: u32) -> vec2u {
  let zeros = countLeadingZeros(a);
  return f64_exact(0u, 1054u - zeros, a << zeros);
}

fn f64_convert_i32_s(a: u32) -> vec2u {
  return f64_convert_i32_u(select(a, 0u - a, i32(a) < 0i)) | vec2u(0u, a & 0x80000000u);
}

fn f64_convert_i64_u(a: vec2u) -> vec2u {
  let zeros = i64_leading_zeros(a);
  return f64_pack(0u, 1086u - zeros, i64_shl(a, zeros));
}

fn f64_convert_i64_s(a: vec2u) -> vec2u {
  return f64_convert_i64_u(i64_negate_if(a, i32(a.y) < 0i)) | vec2u(0u, a.y & 0x80000000u);
}

fn f64_promote_f32(a: u32) -> vec2u {
  let x = f32_unpack(a);
  let infinity = vec2u(0u, a | 0x7ff00000u);
  let special = select(infinity, vec2u(0u, 0x7ff80000u), f32_is_nan(a));
  return select(f64_exact(a & 0x80000000u, u32(x.e + 896i), x.m), special, (a << 1u) >= 0xff000000u);
}

fn f32_demote_f64(a: vec2u) -> u32 {
  let sign = a.y & 0x80000000u;
  let m = 0x80000000u | (a.y << 11u) | (a.x >> 21u) | min(a.x << 11u, 1u);
  let result = f32_round(sign, i32((a.y >> 20u) & 0x7ffu) - 896i, m);
  return select(result, 0x7fc00000u, f64_is_nan(a));
}
`

/**
 * A float without its fraction and sign, as an integer; all ones if it is 2^64 or more. Into 32 bits: with the second
 * word not 0 if it is 2^32 or more.
 */
const magnitudes = `
fn i64_from_significand(m: vec2u, places: i32) -> vec2u {
  let whole = select(vec2u(), i64_shr_u(m, u32(places)), places < 64i);
  return select(whole, vec2u(0xffffffffu), places < 0i);
}

fn i64_magnitude_f64(a: vec2u) -> vec2u {
  let m = i64_shl_near(a, 11u) | vec2u(0u, 0x80000000u);
  return i64_from_significand(m, 1086i - i32((a.y >> 20u) & 0x7ffu));
}

fn i64_magnitude_f32(a: u32) -> vec2u {
  return i64_from_significand(vec2u(0u, (a << 8u) | 0x80000000u), 190i - i32((a >> 23u) & 0xffu));
}

fn i32_magnitude_f64(a: vec2u) -> vec2u { return i64_magnitude_f64(a); }

fn i32_magnitude_f32(a: u32) -> vec2u {
  let places = 158i - i32((a >> 23u) & 0xffu);
  let m = ((a << 8u) | 0x80000000u) >> u32(places);
  return vec2u(select(m, 0u, places > 31i), u32(places < 0i));
}
`

const invalid = `${trapCode('invalid conversion to integer')}u`
const overflow = `${trapCode('integer overflow')}u`

/** The nearest value in range and, behind it, the trap of the conversion that does not saturate; 0 for none. */
const ranges = `
fn i32_fit(m: vec2u, limit: u32, negative: bool, nan: bool) -> vec2u {
  let over = (m.y != 0u) | (m.x > limit);
  let value = select(m.x, limit, over);
  return select(vec2u(select(value, 0u - value, negative), select(0u, ${overflow}, over)), vec2u(0u, ${invalid}), nan);
}

fn i64_fit(m: vec2u, limit: vec2u, negative: bool, nan: bool) -> vec3u {
  let over = i64_lt_u(limit, m) | ((m.x & m.y) == 0xffffffffu);
  let value = i64_negate_if(select(m, limit, over), negative);
  return select(vec3u(value, select(0u, ${overflow}, over)), vec3u(0u, 0u, ${invalid}), nan);
}
`

/** The largest magnitude in range, from a 1 for negative numbers. */
const limits = {
  i32_s: '0x7fffffffu + negative',
  i32_u: 'negative - 1u',
  i64_s: 'vec2u(negative - 1u, 0x7fffffffu + negative)',
  i64_u: 'vec2u(negative - 1u)',
} as const

type Target = keyof typeof limits
type Source = 'f32' | 'f64'

function truncations(target: Target, source: Source): string[] {
  const [integer = '', signedness = ''] = target.split('_')
  const type = integer === 'i32' ? 'u32' : 'vec2u'
  const [value, trap] = integer === 'i32' ? ['r.x', 'r.y'] : ['r.xy', 'r.z']
  const [bits, top] = source === 'f32' ? ['u32', 'a'] : ['vec2u', 'a.y']
  const fit = `let negative = ${top} >> 31u;
  let r = ${integer}_fit(${integer}_magnitude_${source}(a), ${limits[target]}, negative == 1u, ${source}_is_nan(a));`
  return [
    `fn ${integer}_trunc_${source}_${signedness}(a: ${bits}, site: u32) -> ${type} {
  ${fit}
  if (${trap} != 0u) { trap(site, ${trap}); return ${type}(); }
  return ${value};
}`,
    `fn ${integer}_trunc_sat_${source}_${signedness}(a: ${bits}) -> ${type} {
  ${fit}
  return ${value};
}`,
  ]
}

/**
 * For float mode `fast`. The conversions are exact on every device: the two products are, and so WGSL rounds once. Its own conversion
 * may round either way.
 */
const native = `
fn f32_opaque(a: f32) -> f32 { return a; }

fn f32_native_convert_i32_u(a: u32) -> f32 { return f32(a >> 16u) * 65536f + f32(a & 0xffffu); }

fn f32_native_convert_i32_s(a: u32) -> f32 { return f32(i32(a) >> 16u) * 65536f + f32(a & 0xffffu); }
`

export const conversionHelpers = helpersFrom(
  toFloats,
  magnitudes,
  ranges,
  ...(Object.keys(limits) as Target[]).flatMap((target) => [
    ...truncations(target, 'f32'),
    ...truncations(target, 'f64'),
  ]),
  native,
)
