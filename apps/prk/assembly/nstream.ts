// PRK nstream: A += B + s * C. An iteration is a block of elements; in the element style, one element.
import { BlockSize, Buffer, Device, Input, Iteration, Output } from '@weft/assemblyscript/assembly'
import { Program, Style, blocksOf, noSuchStyle, openDevice, use } from './program'

export { check, resultAddress, resultBytes, step } from './program'

@kernel
function element64(i: Iteration, b: Input<f64>, c: Input<f64>, a: Output<f64>, s: f64): void {
  a[i] += b[i] + s * c[i]
}

@kernel
function element32(i: Iteration, b: Input<f32>, c: Input<f32>, a: Output<f32>, s: f32): void {
  a[i] += b[i] + s * c[i]
}

@kernel
function scalar64(i: Iteration, size: BlockSize, b: Input<f64>, c: Input<f64>, a: Output<f64>, s: f64, n: i32): void {
  addRange<f64>(i * size, min(i * size + size, n), b, c, a, s)
}

@kernel
function scalar32(i: Iteration, size: BlockSize, b: Input<f32>, c: Input<f32>, a: Output<f32>, s: f32, n: i32): void {
  addRange<f32>(i * size, min(i * size + size, n), b, c, a, s)
}

@kernel
function simd64(i: Iteration, size: BlockSize, b: Input<f64>, c: Input<f64>, a: Output<f64>, s: f64, n: i32): void {
  addVectors<f64>(i * size, min(i * size + size, n), b, c, a, s, false)
}

@kernel
function simd32(i: Iteration, size: BlockSize, b: Input<f32>, c: Input<f32>, a: Output<f32>, s: f32, n: i32): void {
  addVectors<f32>(i * size, min(i * size + size, n), b, c, a, s, false)
}

@kernel
function relaxed64(i: Iteration, size: BlockSize, b: Input<f64>, c: Input<f64>, a: Output<f64>, s: f64, n: i32): void {
  addVectors<f64>(i * size, min(i * size + size, n), b, c, a, s, true)
}

@kernel
function relaxed32(i: Iteration, size: BlockSize, b: Input<f32>, c: Input<f32>, a: Output<f32>, s: f32, n: i32): void {
  addVectors<f32>(i * size, min(i * size + size, n), b, c, a, s, true)
}

@inline
function addRange<T>(first: i32, end: i32, b: Input<T>, c: Input<T>, a: Output<T>, s: T): void {
  for (let i = first; i < end; i++) a[i] += b[i] + s * c[i]
}

@inline
function addVectors<T>(first: i32, end: i32, b: Input<T>, c: Input<T>, a: Output<T>, s: T, fused: bool): void {
  const scale = v128.splat<T>(s)
  const vectorEnd = a.pointer(end) - 63
  let pa = a.pointer(first), pb = b.pointer(first), pc = c.pointer(first)
  let i = first
  for (; pa < vectorEnd; pa += 64, pb += 64, pc += 64, i += 64 / sizeof<T>()) {
    v128.store(pa, nextVector<T>(v128.load(pa), v128.load(pb), v128.load(pc), scale, fused))
    v128.store(pa, nextVector<T>(v128.load(pa, 16), v128.load(pb, 16), v128.load(pc, 16), scale, fused), 16)
    v128.store(pa, nextVector<T>(v128.load(pa, 32), v128.load(pb, 32), v128.load(pc, 32), scale, fused), 32)
    v128.store(pa, nextVector<T>(v128.load(pa, 48), v128.load(pb, 48), v128.load(pc, 48), scale, fused), 48)
  }
  addRange<T>(i, end, b, c, a, s)
}

@inline
function nextVector<T>(a: v128, b: v128, c: v128, scale: v128, fused: bool): v128 {
  return v128.add<T>(a, fused ? v128.relaxed_madd<T>(scale, c, b) : v128.add<T>(b, v128.mul<T>(scale, c)))
}

class Nstream<T> extends Program {
  private a: Buffer<T>
  private b: Buffer<T>
  private c: Buffer<T>
  private s: T = <T>3

  constructor(private device: Device, private style: Style, private n: i32, private block: i32) {
    super()
    this.a = new Buffer<T>(device, n)
    this.b = new Buffer<T>(device, n).fill(<T>2)
    this.c = new Buffer<T>(device, n).fill(<T>2)
    this.b.write()
    this.c.write()
    this.resultAddress = this.a.address
    this.resultBytes = this.a.sizeBytes
  }

  step(): void {
    const blocks = blocksOf(this.n, this.block)
    if (sizeof<T>() == 8) {
      switch (this.style) {
        case Style.Scalar: return scalar64.run(this.device, blocks, this.b, this.c, this.a, this.s, this.n, this.block)
        case Style.Simd: return simd64.run(this.device, blocks, this.b, this.c, this.a, this.s, this.n, this.block)
        case Style.RelaxedSimd: return relaxed64.run(this.device, blocks, this.b, this.c, this.a, this.s, this.n, this.block)
        case Style.Element: return element64.run(this.device, this.n, this.b, this.c, this.a, this.s)
      }
    } else {
      switch (this.style) {
        case Style.Scalar: return scalar32.run(this.device, blocks, this.b, this.c, this.a, this.s, this.n, this.block)
        case Style.Simd: return simd32.run(this.device, blocks, this.b, this.c, this.a, this.s, this.n, this.block)
        case Style.RelaxedSimd: return relaxed32.run(this.device, blocks, this.b, this.c, this.a, this.s, this.n, this.block)
        case Style.Element: return element32.run(this.device, this.n, this.b, this.c, this.a, this.s)
      }
    }
    noSuchStyle()
  }

  error(steps: i32): f64 {
    this.a.read()
    let expected: f64 = 0
    for (let i = 0; i < steps; i++) expected += 2 + <f64>this.s * 2
    let sum: f64 = 0
    for (let i = 0; i < this.n; i++) sum += abs<f64>(<f64>this.a[i])
    return abs<f64>(expected * <f64>this.n - sum) / sum
  }
}

export function setup(elementBytes: i32, style: i32, n: i32, block: i32): void {
  const device = openDevice()
  if (elementBytes == 8) use(new Nstream<f64>(device, style, n, block))
  else use(new Nstream<f32>(device, style, n, block))
}
