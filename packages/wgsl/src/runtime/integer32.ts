import { trapCode } from '../trap-codes.js'
import { helpersFrom } from './helpers-from.js'

const divideByZero = `${trapCode('integer divide by zero')}u`
const overflow = `${trapCode('integer overflow')}u`

/** Core specification 4.3.2, on 32 bits. Division of the lowest number by -1 is an error in WGSL, or anything. */
const arithmetic = `
fn i32_rotl(a: u32, n: u32) -> u32 { return (a << n) | ((a >> 1u) >> ~n); }

fn i32_rotr(a: u32, n: u32) -> u32 { return (a >> n) | ((a << 1u) << ~n); }

fn i32_extend8_s(a: u32) -> u32 { return u32(i32(a << 24u) >> 24u); }

fn i32_extend16_s(a: u32) -> u32 { return u32(i32(a << 16u) >> 16u); }

fn i32_div_u(a: u32, b: u32, site: u32) -> u32 {
  trap_if(b == 0u, site, ${divideByZero});
  return a / b;
}

fn i32_rem_u(a: u32, b: u32, site: u32) -> u32 {
  trap_if(b == 0u, site, ${divideByZero});
  return a % b;
}

fn i32_div_s(a: u32, b: u32, site: u32) -> u32 {
  let zero = b == 0u;
  trap_if(zero | ((a == 0x80000000u) & (b == 0xffffffffu)), site, select(${overflow}, ${divideByZero}, zero));
  return u32(i32(a) / i32(b));
}

fn i32_rem_s(a: u32, b: u32, site: u32) -> u32 {
  trap_if(b == 0u, site, ${divideByZero});
  return a - b * u32(i32(a) / i32(b));
}

fn i32_mul_high(a: u32, b: u32) -> u32 {
  let low = a & 0xffffu; let high = a >> 16u;
  let c = b & 0xffffu; let d = b >> 16u;
  let m = high * c + ((low * c) >> 16u);
  return high * d + (m >> 16u) + ((low * d + (m & 0xffffu)) >> 16u);
}
`

/** What makes a literal a value that the compiler of the shader does not compute with. */
const opaque = `
fn i32_opaque(a: u32) -> u32 { return a; }

fn i64_opaque(a: vec2u) -> vec2u { return a; }
`

export const integer32Helpers = helpersFrom(arithmetic, opaque)
