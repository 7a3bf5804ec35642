import { helpersFrom } from './helpers-from.js'

/** As on 32 bits (`float32.ts`, which says more), with words in pairs. */
const comparison = `
fn f64_is_nan(a: vec2u) -> bool { return ((a.y << 1u) | min(a.x, 1u)) > 0xffe00000u; }

fn f64_ordered(a: vec2u, b: vec2u) -> bool {
  return max((a.y << 1u) | min(a.x, 1u), (b.y << 1u) | min(b.x, 1u)) <= 0xffe00000u;
}

fn f64_magnitude(a: vec2u) -> vec2u { return vec2u(a.x, a.y & 0x7fffffffu); }

fn f64_key(a: vec2u) -> vec2u { return i64_negate_if(f64_magnitude(a), i32(a.y) < 0i); }

fn f64_eq(a: vec2u, b: vec2u) -> bool { return all(f64_key(a) == f64_key(b)) & f64_ordered(a, b); }

fn f64_lt(a: vec2u, b: vec2u) -> bool { return i64_lt_s(f64_key(a), f64_key(b)) & f64_ordered(a, b); }

fn f64_le(a: vec2u, b: vec2u) -> bool { return !i64_lt_s(f64_key(b), f64_key(a)) & f64_ordered(a, b); }

fn f64_min(a: vec2u, b: vec2u) -> vec2u {
  let x = f64_key(a); let y = f64_key(b);
  let least = select(select(b, a, i64_lt_s(x, y)), a | b, all(x == y));
  return select(vec2u(0u, 0x7ff80000u), least, f64_ordered(a, b));
}

fn f64_max(a: vec2u, b: vec2u) -> vec2u {
  let x = f64_key(a); let y = f64_key(b);
  let greatest = select(select(a, b, i64_lt_s(x, y)), a & b, all(x == y));
  return select(vec2u(0u, 0x7ff80000u), greatest, f64_ordered(a, b));
}
`

/** Core specification 4.3.3. `f64_jam` takes n up to 63. */
const rounding = `
fn f64_jam(m: vec2u, n: u32) -> vec2u {
  let far = n >= 32u;
  let lost = (m << vec2u(1u)) << vec2u(~n);
  let near = vec2u((m.x >> n) | lost.y, m.y >> n);
  let kept = select(near, vec2u(near.y, 0u), far);
  return vec2u(kept.x | min(select(lost.x, lost.y | m.x, far), 1u), kept.y);
}

fn f64_pack(sign: u32, e: u32, m: vec2u) -> vec2u {
  let kept = vec2u((m.x >> 11u) | (m.y << 21u), m.y >> 11u);
  let up = u32((m.x & 0x7ffu) + (kept.x & 1u) > 0x400u);
  let low = kept.x + up;
  let high = (kept.y & 0xfffffu) + ((e * (kept.y >> 20u)) << 20u) + u32(low < up);
  return vec2u(select(0u, low, high < 0x7ff00000u), sign | min(high, 0x7ff00000u));
}

fn f64_round(sign: u32, e: i32, m: vec2u) -> vec2u {
  return f64_pack(sign, u32(max(e, 1i)), f64_jam(m, u32(clamp(1i - e, 0i, 63i))));
}

fn f64_significand(a: vec2u) -> vec2u {
  return vec2u(a.x, (a.y & 0xfffffu) | min(a.y & 0x7ff00000u, 0x100000u));
}

fn f64_exponent(a: vec2u) -> u32 { return max((a.y >> 20u) & 0x7ffu, 1u); }

struct Float64 { e: i32, m: vec2u }
fn f64_unpack(a: vec2u) -> Float64 {
  let m = i64_shl_near(f64_significand(a), 11u);
  let zeros = i64_leading_zeros(m);
  return Float64(i32(f64_exponent(a)) - i32(zeros), i64_shl(m, zeros));
}
`

const addition = `
fn f64_add(a: vec2u, b: vec2u) -> vec2u {
  let swapped = i64_lt_u(vec2u(a.x, a.y << 1u), vec2u(b.x, b.y << 1u));
  let x = select(a, b, swapped);
  let y = select(b, a, swapped);
  let e = f64_exponent(x);
  let differ = u32(i32(x.y ^ y.y) >> 31u);
  let large = i64_shl_near(f64_significand(x), 10u) | vec2u(differ & 1u, 0u);
  let small = f64_jam(i64_shl_near(f64_significand(y), 10u), min(e - f64_exponent(y), 63u));
  let sum = i64_add(large, small ^ vec2u(differ));
  let zeros = min(i64_leading_zeros(sum), e);
  let sign = select(x.y, x.y & y.y, i64_eqz(sum)) & 0x80000000u;
  let result = f64_pack(sign, e + 1u - zeros, i64_shl(sum, zeros));
  let invalid = f64_is_nan(x) | ((differ & (y.y << 1u)) == 0xffe00000u);
  return select(result, select(x, vec2u(0u, 0x7ff80000u), invalid), (x.y << 1u) >= 0xffe00000u);
}

fn f64_sub(a: vec2u, b: vec2u) -> vec2u { return f64_add(a, b ^ vec2u(0u, 0x80000000u)); }
`

const multiplication = `
fn f64_mul(a: vec2u, b: vec2u) -> vec2u {
  let x = f64_unpack(a);
  let y = f64_unpack(b);
  let p = x.m.x * y.m.y;
  let q = x.m.y * y.m.x;
  let r = p + q;
  let s = r + i32_mul_high(x.m.x, y.m.x);
  let u = vec2u(i32_mul_high(x.m.x, y.m.y) + u32(r < p), 0u);
  let v = vec2u(i32_mul_high(x.m.y, y.m.x) + u32(s < r), 0u);
  var m = i64_add(i64_add(vec2u(x.m.y * y.m.y, i32_mul_high(x.m.y, y.m.y)), u), v);
  m.x |= min(s | (x.m.x * y.m.x), 1u);
  let short = 1u - (m.y >> 31u);
  let result = f64_round((a.y ^ b.y) & 0x80000000u, x.e + y.e - 1022i - i32(short), i64_shl_near(m, short));
  let infinity = vec2u(0u, ((a.y ^ b.y) & 0x80000000u) | 0x7ff00000u);
  let invalid = !f64_ordered(a, b) | i64_eqz(m);
  let special = select(infinity, vec2u(0u, 0x7ff80000u), invalid);
  return select(result, special, max(a.y << 1u, b.y << 1u) >= 0xffe00000u);
}
`

/**
 * Long division by digits of 14 bits. With d the divisor, whose first bit is bit 61, the rest stays below 2 d: a digit is
 * estimated from the first 32 bits of the rest and the first 16 of d plus 1, and so too small by less than 2. What the
 * last one lacks is made up for at the end.
 */
const division = `
fn f64_div(a: vec2u, b: vec2u) -> vec2u {
  let x = f64_unpack(a);
  let y = f64_unpack(b);
  let divisor = i64_shr_u(y.m, 2u);
  var rest = i64_shr_u(x.m, 2u);
  var quotient = vec2u();
  for (var digit = 0u; digit < 4u; digit++) {
    let estimate = vec2u(rest.y / ((divisor.y >> 14u) + 1u), 0u);
    rest = i64_sub(i64_shl_near(rest, 14u), i64_mul(divisor, estimate));
    quotient = i64_add(i64_shl_near(quotient, 14u), estimate);
  }
  let missing = vec2u(u32(!i64_lt_u(rest, divisor)), 0u);
  let exact = i64_eqz(rest) | all(rest == divisor);
  let m = i64_shl_near(i64_add(quotient, missing), 7u) | vec2u(u32(!exact), 0u);
  let short = 1u - (m.y >> 31u);
  let sign = (a.y ^ b.y) & 0x80000000u;
  let result = f64_round(sign, x.e - y.e + 1023i - i32(short), i64_shl_near(m, short));
  let p = (a.y << 1u) | min(a.x, 1u); let q = (b.y << 1u) | min(b.x, 1u);
  let finite = select(result, vec2u(0u, sign), (p == 0u) | (q == 0xffe00000u));
  let known = select(finite, vec2u(0u, sign | 0x7ff00000u), (p == 0xffe00000u) | (q == 0u));
  let invalid = (max(p, q) > 0xffe00000u) | ((p == q) & ((p == 0u) | (p == 0xffe00000u)));
  return select(known, vec2u(0u, 0x7ff80000u), invalid);
}
`

const squareRoot = `
fn f64_sqrt(a: vec2u) -> vec2u {
  let x = f64_unpack(a);
  var digits = i64_shr_u(x.m, u32(x.e) & 1u);
  var rest = vec2u();
  var root = vec2u();
  for (var bit = 0u; bit < 54u; bit++) {
    rest = i64_shl_near(rest, 2u) | vec2u(digits.y >> 30u, 0u);
    digits = i64_shl_near(digits, 2u);
    let next = i64_shl_near(root, 2u) | vec2u(1u, 0u);
    let fits = !i64_lt_u(rest, next);
    rest = i64_sub(rest, select(vec2u(), next, fits));
    root = i64_shl_near(root, 1u) | vec2u(u32(fits), 0u);
  }
  let m = i64_shl_near(root, 10u) | vec2u(u32(!i64_eqz(rest)), 0u);
  let result = f64_pack(0u, u32((x.e + 1023i) >> 1u), m);
  let p = (a.y << 1u) | min(a.x, 1u);
  let invalid = (p > 0xffe00000u) | (i32(a.y) < 0i);
  let itself = (p == 0u) | ((p == 0xffe00000u) & !invalid);
  return select(select(result, vec2u(0u, 0x7ff80000u), invalid), a, itself);
}
`

const integral = `
fn f64_fraction_mask(a: vec2u) -> vec2u {
  return i64_shr_u(vec2u(0xffffffffu, 0xfffffu), clamp((a.y >> 20u) & 0x7ffu, 1023u, 1086u) - 1023u);
}

fn f64_integral(a: vec2u, mask: vec2u, increment: vec2u, away: bool) -> vec2u {
  let large = i64_add(f64_magnitude(a), increment) & ~mask;
  let small = vec2u(0u, select(0u, 0x3ff00000u, away));
  let result = select(large, small, (a.y << 1u) < 0x7fe00000u) | vec2u(0u, a.y & 0x80000000u);
  return select(result, vec2u(0u, 0x7ff80000u), f64_is_nan(a));
}

fn f64_outwards(a: vec2u, outwards: bool) -> vec2u {
  let mask = f64_fraction_mask(a);
  return f64_integral(a, mask, select(vec2u(), mask, outwards), outwards & ((a.x | (a.y << 1u)) != 0u));
}

fn f64_trunc(a: vec2u) -> vec2u { return f64_outwards(a, false); }

fn f64_floor(a: vec2u) -> vec2u { return f64_outwards(a, i32(a.y) < 0i); }

fn f64_ceil(a: vec2u) -> vec2u { return f64_outwards(a, i32(a.y) >= 0i); }

fn f64_nearest(a: vec2u) -> vec2u {
  let mask = f64_fraction_mask(a);
  let unit = a & i64_add(mask, vec2u(1u, 0u));
  let odd = min(unit.x | unit.y, min(mask.x, 1u));
  let half = i64_add(i64_shr_u(mask, 1u), vec2u(odd, 0u));
  return f64_integral(a, mask, half, ((a.y << 1u) | min(a.x, 1u)) > 0x7fc00000u);
}
`

export const float64Helpers = helpersFrom(
  comparison,
  rounding,
  addition,
  multiplication,
  division,
  squareRoot,
  integral,
)
