import { helpersFrom } from './helpers-from.js'

/** Values are compared through keys: integers in the same order, the same one for both zeros. */
const comparison = `
fn f32_is_nan(a: u32) -> bool { return (a << 1u) > 0xff000000u; }

fn f32_ordered(a: u32, b: u32) -> bool { return max(a << 1u, b << 1u) <= 0xff000000u; }

fn f32_key(a: u32) -> i32 {
  let sign = i32(a) >> 31u;
  return (i32(a & 0x7fffffffu) ^ sign) - sign;
}

fn f32_eq(a: u32, b: u32) -> bool { return (f32_key(a) == f32_key(b)) & f32_ordered(a, b); }

fn f32_lt(a: u32, b: u32) -> bool { return (f32_key(a) < f32_key(b)) & f32_ordered(a, b); }

fn f32_le(a: u32, b: u32) -> bool { return (f32_key(a) <= f32_key(b)) & f32_ordered(a, b); }

fn f32_min(a: u32, b: u32) -> u32 {
  let x = f32_key(a); let y = f32_key(b);
  return select(0x7fc00000u, select(select(b, a, x < y), a | b, x == y), f32_ordered(a, b));
}

fn f32_max(a: u32, b: u32) -> u32 {
  let x = f32_key(a); let y = f32_key(b);
  return select(0x7fc00000u, select(select(b, a, x > y), a & b, x == y), f32_ordered(a, b));
}
`

/**
 * Core specification 4.3.3. A finite number is taken apart into \`m\`, with its first bit on top, and the exponent \`e\`
 * of that bit as it would be stored. Rounding takes such a pair, whose last bit also stands for any bits lost before,
 * and rounds to nearest, ties to even. What \`f32_pack\` gets with a first bit that is not on top is a denormal, and
 * has \`e\` = 1; the addition carries a denormal that is rounded up to a normal number, and that into infinity.
 */
const rounding = `
fn f32_jam(m: u32, n: u32) -> u32 { return (m >> n) | min((m << 1u) << ~n, 1u); }

fn f32_pack(sign: u32, e: u32, m: u32) -> u32 {
  let kept = m >> 8u;
  let up = u32((m & 0xffu) + (kept & 1u) > 0x80u);
  return sign | min((kept & 0x7fffffu) + ((e * (kept >> 23u)) << 23u) + up, 0x7f800000u);
}

fn f32_round(sign: u32, e: i32, m: u32) -> u32 {
  return f32_pack(sign, u32(clamp(e, 1i, 255i)), f32_jam(m, u32(clamp(1i - e, 0i, 31i))));
}

fn f32_significand(a: u32) -> u32 { return (a & 0x7fffffu) | min(a & 0x7f800000u, 0x800000u); }

fn f32_exponent(a: u32) -> u32 { return max((a >> 23u) & 0xffu, 1u); }

struct Float32 { e: i32, m: u32 }
fn f32_unpack(a: u32) -> Float32 {
  let m = f32_significand(a) << 8u;
  let zeros = countLeadingZeros(m);
  return Float32(i32(f32_exponent(a)) - i32(zeros), m << zeros);
}
`

/** The smaller is added to or taken from the larger, with 7 more bits; a difference is the sum with a complement. */
const addition = `
fn f32_add(a: u32, b: u32) -> u32 {
  let swapped = (a << 1u) < (b << 1u);
  let x = select(a, b, swapped);
  let y = select(b, a, swapped);
  let e = f32_exponent(x);
  let differ = u32(i32(x ^ y) >> 31u);
  let small = f32_jam(f32_significand(y) << 7u, min(e - f32_exponent(y), 31u));
  let sum = ((f32_significand(x) << 7u) | (differ & 1u)) + (small ^ differ);
  let zeros = min(countLeadingZeros(sum), e);
  let sign = select(x, x & y, sum == 0u) & 0x80000000u;
  let result = f32_pack(sign, e + 1u - zeros, sum << zeros);
  let invalid = ((x << 1u) > 0xff000000u) | ((differ & (y << 1u)) == 0xff000000u);
  return select(result, select(x, 0x7fc00000u, invalid), (x << 1u) >= 0xff000000u);
}

fn f32_sub(a: u32, b: u32) -> u32 { return f32_add(a, b ^ 0x80000000u); }
`

const multiplication = `
fn f32_mul(a: u32, b: u32) -> u32 {
  let x = f32_unpack(a);
  let y = f32_unpack(b);
  let m = i32_mul_high(x.m, y.m) | min(x.m * y.m, 1u);
  let short = 1u - (m >> 31u);
  let sign = (a ^ b) & 0x80000000u;
  let largest = max(a << 1u, b << 1u);
  let special = select(sign | 0x7f800000u, 0x7fc00000u, (largest > 0xff000000u) | (m == 0u));
  return select(f32_round(sign, x.e + y.e - 126i - i32(short), m << short), special, largest >= 0xff000000u);
}
`

/** Long division: one bit, then three digits of 8 bits, which makes one bit more than a result has. */
const division = `
fn f32_div(a: u32, b: u32) -> u32 {
  let x = f32_unpack(a);
  let y = f32_unpack(b);
  let short = u32(x.m < y.m);
  let divisor = y.m >> 8u;
  var rest = ((x.m >> 8u) << short) - divisor;
  var quotient = 1u;
  for (var digit = 0u; digit < 3u; digit++) {
    rest <<= 8u;
    quotient = (quotient << 8u) | (rest / divisor);
    rest %= divisor;
  }
  let sign = (a ^ b) & 0x80000000u;
  let result = f32_round(sign, x.e - y.e + 127i - i32(short), (quotient << 7u) | min(rest, 1u));
  let p = a << 1u; let q = b << 1u;
  let finite = select(result, sign, (p == 0u) | (q == 0xff000000u));
  let known = select(finite, sign | 0x7f800000u, (p == 0xff000000u) | (q == 0u));
  let invalid = (max(p, q) > 0xff000000u) | ((p == q) & ((p == 0u) | (p == 0xff000000u)));
  return select(known, 0x7fc00000u, invalid);
}
`

/** The root bit by bit, as on paper: each turn brings down two bits of a number between 1 and 4. */
const squareRoot = `
fn f32_sqrt(a: u32) -> u32 {
  let x = f32_unpack(a);
  var digits = x.m >> (u32(x.e) & 1u);
  var rest = 0u;
  var root = 0u;
  for (var bit = 0u; bit < 25u; bit++) {
    rest = (rest << 2u) | (digits >> 30u);
    digits <<= 2u;
    let next = (root << 2u) | 1u;
    let fits = rest >= next;
    rest -= select(0u, next, fits);
    root = (root << 1u) | u32(fits);
  }
  let result = f32_pack(0u, u32((x.e + 127i) >> 1u), (root << 7u) | min(rest, 1u));
  let itself = ((a << 1u) == 0u) | (a == 0x7f800000u);
  return select(select(result, 0x7fc00000u, a > 0x7f800000u), a, itself);
}
`

/**
 * Integral values: a bit of \`mask\` for each bit of the fraction. \`away\` is for numbers below 1: 1 instead of 0.
 */
const integral = `
fn f32_fraction_mask(a: u32) -> u32 { return 0x7fffffu >> (clamp((a >> 23u) & 0xffu, 127u, 158u) - 127u); }

fn f32_integral(a: u32, mask: u32, increment: u32, away: bool) -> u32 {
  let p = a << 1u;
  let large = ((a & 0x7fffffffu) + increment) & ~mask;
  let result = (a & 0x80000000u) | select(large, select(0u, 0x3f800000u, away), p < 0x7f000000u);
  return select(result, 0x7fc00000u, p > 0xff000000u);
}

fn f32_outwards(a: u32, outwards: bool) -> u32 {
  let mask = f32_fraction_mask(a);
  return f32_integral(a, mask, select(0u, mask, outwards), outwards & ((a << 1u) != 0u));
}

fn f32_trunc(a: u32) -> u32 { return f32_outwards(a, false); }

fn f32_floor(a: u32) -> u32 { return f32_outwards(a, i32(a) < 0i); }

fn f32_ceil(a: u32) -> u32 { return f32_outwards(a, i32(a) >= 0i); }

fn f32_nearest(a: u32) -> u32 {
  let mask = f32_fraction_mask(a);
  let odd = min(a & (mask + 1u), min(mask, 1u));
  return f32_integral(a, mask, (mask >> 1u) + odd, (a << 1u) > 0x7e000000u);
}
`

export const float32Helpers = helpersFrom(
  comparison,
  rounding,
  addition,
  multiplication,
  division,
  squareRoot,
  integral,
)
