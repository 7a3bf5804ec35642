import { trapCode } from '../trap-codes.js'
import { helpersFrom } from './helpers-from.js'

/** Core specification 4.3.2, on 64 bits. Shifts take their number as one word, modulo 64, `near` ones modulo 32. */
const arithmetic = `
fn i64_add(a: vec2u, b: vec2u) -> vec2u {
  let low = a.x + b.x;
  return vec2u(low, a.y + b.y + u32(low < a.x));
}

fn i64_sub(a: vec2u, b: vec2u) -> vec2u { return vec2u(a.x - b.x, a.y - b.y - u32(a.x < b.x)); }

fn i64_mul(a: vec2u, b: vec2u) -> vec2u {
  return vec2u(a.x * b.x, i32_mul_high(a.x, b.x) + a.x * b.y + a.y * b.x);
}

fn i64_shl_near(a: vec2u, n: u32) -> vec2u { return vec2u(a.x << n, (a.y << n) | ((a.x >> 1u) >> ~n)); }

fn i64_shl(a: vec2u, n: u32) -> vec2u {
  let near = i64_shl_near(a, n);
  return select(near, vec2u(0u, near.x), (n & 32u) != 0u);
}

fn i64_shr_u(a: vec2u, n: u32) -> vec2u {
  let near = vec2u((a.x >> n) | ((a.y << 1u) << ~n), a.y >> n);
  return select(near, vec2u(near.y, 0u), (n & 32u) != 0u);
}

fn i64_shr_s(a: vec2u, n: u32) -> vec2u {
  let high = i32(a.y) >> n;
  let near = vec2u((a.x >> n) | ((a.y << 1u) << ~n), u32(high));
  return select(near, vec2u(near.y, u32(high >> 31u)), (n & 32u) != 0u);
}

fn i64_rotl(a: vec2u, n: u32) -> vec2u {
  let b = select(a, a.yx, (n & 32u) != 0u);
  return (b << vec2u(n)) | ((b.yx >> vec2u(1u)) >> vec2u(~n));
}

fn i64_rotr(a: vec2u, n: u32) -> vec2u { return i64_rotl(a, 0u - n); }

fn i64_leading_zeros(a: vec2u) -> u32 {
  return countLeadingZeros(select(a.y, a.x, a.y == 0u)) + select(0u, 32u, a.y == 0u);
}

fn i64_clz(a: vec2u) -> vec2u { return vec2u(i64_leading_zeros(a), 0u); }

fn i64_ctz(a: vec2u) -> vec2u {
  return vec2u(countTrailingZeros(select(a.x, a.y, a.x == 0u)) + select(0u, 32u, a.x == 0u), 0u);
}

fn i64_popcnt(a: vec2u) -> vec2u { return vec2u(countOneBits(a.x) + countOneBits(a.y), 0u); }

fn i64_eqz(a: vec2u) -> bool { return (a.x | a.y) == 0u; }

fn i64_lt_u(a: vec2u, b: vec2u) -> bool { return select(a.y < b.y, a.x < b.x, a.y == b.y); }

fn i64_lt_s(a: vec2u, b: vec2u) -> bool { return select(i32(a.y) < i32(b.y), a.x < b.x, a.y == b.y); }

fn i64_extend_i32_s(a: u32) -> vec2u { return vec2u(a, u32(i32(a) >> 31u)); }

fn i64_extend8_s(a: vec2u) -> vec2u { return i64_extend_i32_s(i32_extend8_s(a.x)); }

fn i64_extend16_s(a: vec2u) -> vec2u { return i64_extend_i32_s(i32_extend16_s(a.x)); }

fn i64_extend32_s(a: vec2u) -> vec2u { return i64_extend_i32_s(a.x); }

fn i64_negate_if(a: vec2u, negative: bool) -> vec2u { return select(a, i64_sub(vec2u(), a), negative); }
`

/**
 * Quotient and remainder; the divisor is not 0. Where it has 16 bits: long division by digits of 16 bits. Else, while the
 * remainder is not below the divisor: take off a multiple of the divisor that is a little too small, estimated from the
 * first 32 bits of the remainder and the first 16 of the divisor, rounded up. Each turn settles 15 bits.
 */
const division = `
struct Quotient64 { quotient: vec2u, remainder: vec2u }
fn i64_divide(a: vec2u, b: vec2u) -> Quotient64 {
  if (b.y == 0u && b.x < 0x10000u) {
    let high = ((a.y % b.x) << 16u) | (a.x >> 16u);
    let low = ((high % b.x) << 16u) | (a.x & 0xffffu);
    return Quotient64(vec2u(((high / b.x) << 16u) | (low / b.x), a.y / b.x), vec2u(low % b.x, 0u));
  }
  var quotient = vec2u();
  var remainder = a;
  if ((a.y | b.y) == 0u) {
    quotient.x = a.x / b.x;
    remainder.x = a.x % b.x;
  }
  let zeros = i64_leading_zeros(b);
  let divisor = (i64_shl(b, zeros).y >> 16u) + 1u;
  while (!i64_lt_u(remainder, b)) {
    let ahead = i64_leading_zeros(remainder);
    let estimate = vec2u(i64_shl(remainder, ahead).y / divisor, 0u);
    let places = i32(zeros) - i32(ahead) - 16i;
    var part = select(i64_shl(estimate, u32(places)), estimate >> vec2u(u32(-places)), places < 0i);
    part.x |= u32(all(part == vec2u()));
    quotient = i64_add(quotient, part);
    remainder = i64_sub(remainder, i64_mul(part, b));
  }
  return Quotient64(quotient, remainder);
}

fn i64_divide_s(a: vec2u, b: vec2u) -> Quotient64 {
  let negative = i32(a.y) < 0i;
  let q = i64_divide(i64_negate_if(a, negative), i64_negate_if(b, i32(b.y) < 0i));
  return Quotient64(i64_negate_if(q.quotient, i32(a.y ^ b.y) < 0i), i64_negate_if(q.remainder, negative));
}
`

const unlessZero = `
  if (i64_eqz(b)) { trap(site, ${trapCode('integer divide by zero')}u); return vec2u(); }`
const unlessOverflow = `
  if (all(a == vec2u(0u, 0x80000000u)) && all(b == vec2u(0xffffffffu))) {
    trap(site, ${trapCode('integer overflow')}u); return vec2u();
  }`

function divisionHelper(name: string, checks: string, result: string): string {
  return `fn ${name}(a: vec2u, b: vec2u, site: u32) -> vec2u {${checks}\n  return ${result};\n}`
}

export const integer64Helpers = helpersFrom(
  arithmetic,
  division,
  divisionHelper('i64_div_u', unlessZero, 'i64_divide(a, b).quotient'),
  divisionHelper('i64_rem_u', unlessZero, 'i64_divide(a, b).remainder'),
  divisionHelper('i64_div_s', unlessZero + unlessOverflow, 'i64_divide_s(a, b).quotient'),
  divisionHelper('i64_rem_s', unlessZero, 'i64_divide_s(a, b).remainder'),
)
