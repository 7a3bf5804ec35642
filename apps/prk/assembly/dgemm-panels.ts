// The parts of a matrix product with B packed into panels: a panel holds 32 bytes of each row of B, row after row.
import { Input, Output } from '@weft/assemblyscript/assembly'

export const panelBytes = 32

/** Depth of A and B that is worked through at a time, so that a panel's part stays in the first-level cache. */
const depth: usize = 256

@inline
export function packPanel<T>(panel: i32, b: Input<T>, packed: Output<T>, n: i32): void {
  const stride = <usize>n * sizeof<T>()
  let from = b.pointer(0) + <usize>panel * panelBytes
  let to = packed.pointer(0) + <usize>panel * panelBytes * <usize>n
  const end = to + <usize>n * panelBytes
  for (; to < end; to += panelBytes, from += stride) {
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
  }
}

@inline
function splatAt<T>(pointer: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(pointer) : v128.load32_splat(pointer)
}

@inline
function addProduct<T>(sum: v128, x: v128, y: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(x, y))
}

@inline
function addProductFused<T>(sum: v128, x: v128, y: v128): v128 {
  return v128.relaxed_madd<T>(x, y, sum)
}

/** Rows `first` to `end` of C, in groups of 4 rows by 32 bytes: with separate products 8 sums still fit the registers. */
@inline
export function multiplyBy4<T>(first: i32, end: i32, a: Input<T>, packed: Input<T>, c: Output<T>, n: i32): void {
  const stride = <usize>n * sizeof<T>(), size = <usize>n
  for (let k: usize = 0; k < size; k += depth) {
    const lastK = min<usize>(size, k + depth)
    for (let panel: usize = 0; panel * panelBytes < stride; panel++) {
      const from = packed.pointer(0) + (panel * size + k) * panelBytes
      const to = packed.pointer(0) + (panel * size + lastK) * panelBytes
      for (let row = first; row < end; row += 4) {
        const corner = c.pointer(row * n) + panel * panelBytes
        group4<T>(a.pointer(row * n) + k * sizeof<T>(), from, to, corner, stride)
      }
    }
  }
}

@inline
function group4<T>(a: usize, from: usize, to: usize, c: usize, stride: usize): void {
  let c00 = v128.load(c), c01 = v128.load(c, 16)
  let c10 = v128.load(c + stride), c11 = v128.load(c + stride, 16)
  let c20 = v128.load(c + 2 * stride), c21 = v128.load(c + 2 * stride, 16)
  let c30 = v128.load(c + 3 * stride), c31 = v128.load(c + 3 * stride, 16)
  let lower = a + 2 * stride
  for (let b = from; b < to; b += panelBytes, a += sizeof<T>(), lower += sizeof<T>()) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let x = splatAt<T>(a)
    c00 = addProduct<T>(c00, x, b0)
    c01 = addProduct<T>(c01, x, b1)
    x = splatAt<T>(a + stride)
    c10 = addProduct<T>(c10, x, b0)
    c11 = addProduct<T>(c11, x, b1)
    x = splatAt<T>(lower)
    c20 = addProduct<T>(c20, x, b0)
    c21 = addProduct<T>(c21, x, b1)
    x = splatAt<T>(lower + stride)
    c30 = addProduct<T>(c30, x, b0)
    c31 = addProduct<T>(c31, x, b1)
  }
  storePair(c, c00, c01)
  storePair(c + stride, c10, c11)
  storePair(c + 2 * stride, c20, c21)
  storePair(c + 3 * stride, c30, c31)
}

/** The same in groups of 6 rows: 12 sums, 2 vectors of B and one of A are 15 of the 16 registers, if products are fused. */
@inline
export function multiplyBy6<T>(first: i32, end: i32, a: Input<T>, packed: Input<T>, c: Output<T>, n: i32): void {
  const stride = <usize>n * sizeof<T>(), size = <usize>n
  for (let k: usize = 0; k < size; k += depth) {
    const lastK = min<usize>(size, k + depth)
    for (let panel: usize = 0; panel * panelBytes < stride; panel++) {
      const from = packed.pointer(0) + (panel * size + k) * panelBytes
      const to = packed.pointer(0) + (panel * size + lastK) * panelBytes
      for (let row = first; row < end; row += 6) {
        const corner = c.pointer(row * n) + panel * panelBytes
        group6<T>(a.pointer(row * n) + k * sizeof<T>(), from, to, corner, stride)
      }
    }
  }
}

@inline
function group6<T>(a: usize, from: usize, to: usize, c: usize, stride: usize): void {
  const low = c + 3 * stride
  let c00 = v128.load(c), c01 = v128.load(c, 16)
  let c10 = v128.load(c + stride), c11 = v128.load(c + stride, 16)
  let c20 = v128.load(c + 2 * stride), c21 = v128.load(c + 2 * stride, 16)
  let c30 = v128.load(low), c31 = v128.load(low, 16)
  let c40 = v128.load(low + stride), c41 = v128.load(low + stride, 16)
  let c50 = v128.load(low + 2 * stride), c51 = v128.load(low + 2 * stride, 16)
  let lower = a + 3 * stride
  for (let b = from; b < to; b += panelBytes, a += sizeof<T>(), lower += sizeof<T>()) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let x = splatAt<T>(a)
    c00 = addProductFused<T>(c00, x, b0)
    c01 = addProductFused<T>(c01, x, b1)
    x = splatAt<T>(a + stride)
    c10 = addProductFused<T>(c10, x, b0)
    c11 = addProductFused<T>(c11, x, b1)
    x = splatAt<T>(a + 2 * stride)
    c20 = addProductFused<T>(c20, x, b0)
    c21 = addProductFused<T>(c21, x, b1)
    x = splatAt<T>(lower)
    c30 = addProductFused<T>(c30, x, b0)
    c31 = addProductFused<T>(c31, x, b1)
    x = splatAt<T>(lower + stride)
    c40 = addProductFused<T>(c40, x, b0)
    c41 = addProductFused<T>(c41, x, b1)
    x = splatAt<T>(lower + 2 * stride)
    c50 = addProductFused<T>(c50, x, b0)
    c51 = addProductFused<T>(c51, x, b1)
  }
  storePair(c, c00, c01)
  storePair(c + stride, c10, c11)
  storePair(c + 2 * stride, c20, c21)
  storePair(low, c30, c31)
  storePair(low + stride, c40, c41)
  storePair(low + 2 * stride, c50, c51)
}

@inline
function storePair(pointer: usize, first: v128, second: v128): void {
  v128.store(pointer, first)
  v128.store(pointer, second, 16)
}
