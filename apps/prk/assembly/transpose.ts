// PRK transpose: B += transpose of A, A += 1, in square tiles. An iteration is a row of tiles of B, in the element style
// an element.
import { BlockSize, Buffer, Device, Iteration, Output } from '@weft/assemblyscript/assembly'
import { Program, Style, blocksOf, noSuchStyle, openDevice, require, use } from './program'

export { check, resultAddress, resultBytes, step } from './program'

// Elements of a cache line. The vector styles do all of a line of A and of B before they leave it: 1.5 times faster
// at order 992, 1.1 times at 2000.
const lineOf64 = 8
const lineOf32 = 16

@kernel
function scalar64(i: Iteration, tile: BlockSize, a: Output<f64>, b: Output<f64>, n: i32): void {
  for (let column = 0; column < n; column += tile) transposeTile<f64>(i * tile, column, tile, a, b, n)
}

@kernel
function scalar32(i: Iteration, tile: BlockSize, a: Output<f32>, b: Output<f32>, n: i32): void {
  for (let column = 0; column < n; column += tile) transposeTile<f32>(i * tile, column, tile, a, b, n)
}

@kernel
function simd64(i: Iteration, tile: BlockSize, a: Output<f64>, b: Output<f64>, n: i32): void {
  const lastRow = min(n, i * tile + tile)
  for (let column = 0; column < n; column += lineOf64) {
    for (let row = i * tile; row < lastRow; row += lineOf64) transposeSquareBy2(row, column, a, b, n)
  }
}

@kernel
function simd32(i: Iteration, tile: BlockSize, a: Output<f32>, b: Output<f32>, n: i32): void {
  const lastRow = min(n, i * tile + tile)
  for (let column = 0; column < n; column += lineOf32) {
    for (let row = i * tile; row < lastRow; row += lineOf32) transposeSquareBy4(row, column, a, b, n)
  }
}

@kernel
function element64(i: Iteration, a: Output<f64>, b: Output<f64>, n: i32): void {
  transposeElement<f64>(i, i % n * n + i / n, a, b)
}

@kernel
function element32(i: Iteration, a: Output<f32>, b: Output<f32>, n: i32): void {
  transposeElement<f32>(i, i % n * n + i / n, a, b)
}

@inline
function transposeTile<T>(firstRow: i32, firstColumn: i32, tile: i32, a: Output<T>, b: Output<T>, n: i32): void {
  const lastRow = min(n, firstRow + tile), lastColumn = min(n, firstColumn + tile)
  for (let i = firstRow; i < lastRow; i++) {
    for (let j = firstColumn; j < lastColumn; j++) transposeElement<T>(i * n + j, j * n + i, a, b)
  }
}

@inline
function transposeElement<T>(to: i32, from: i32, a: Output<T>, b: Output<T>): void {
  b[to] += a[from]
  a[from] += <T>1
}

@inline
function addTo<T>(pointer: usize, value: v128): void {
  v128.store(pointer, v128.add<T>(v128.load(pointer), value))
}

/** A square of 8 by 8, in squares of 2 by 2; the order is even. */
@inline
function transposeSquareBy2(firstRow: i32, firstColumn: i32, a: Output<f64>, b: Output<f64>, n: i32): void {
  const lastRow = min(n, firstRow + lineOf64), lastColumn = min(n, firstColumn + lineOf64)
  const one = f64x2.splat(1), stride = <usize>n << 3
  for (let i = firstRow; i < lastRow; i += 2) {
    let pa = a.pointer(firstColumn * n + i)
    const end = b.pointer(i * n + lastColumn)
    for (let pb = b.pointer(i * n + firstColumn); pb < end; pb += 16, pa += 2 * stride) {
      const a0 = v128.load(pa), a1 = v128.load(pa + stride)
      addTo<f64>(pb, v128.shuffle<f64>(a0, a1, 0, 2))
      addTo<f64>(pb + stride, v128.shuffle<f64>(a0, a1, 1, 3))
      v128.store(pa, f64x2.add(a0, one))
      v128.store(pa + stride, f64x2.add(a1, one))
    }
  }
}

/** A square of 16 by 16, in squares of 4 by 4; the order is a multiple of 4. */
@inline
function transposeSquareBy4(firstRow: i32, firstColumn: i32, a: Output<f32>, b: Output<f32>, n: i32): void {
  const lastRow = min(n, firstRow + lineOf32), lastColumn = min(n, firstColumn + lineOf32)
  const one = f32x4.splat(1), stride = <usize>n << 2
  for (let i = firstRow; i < lastRow; i += 4) {
    let pa = a.pointer(firstColumn * n + i)
    const end = b.pointer(i * n + lastColumn)
    for (let pb = b.pointer(i * n + firstColumn); pb < end; pb += 16, pa += 4 * stride) {
      const a0 = v128.load(pa), a1 = v128.load(pa + stride)
      const a2 = v128.load(pa + 2 * stride), a3 = v128.load(pa + 3 * stride)
      const low01 = v128.shuffle<f32>(a0, a1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(a0, a1, 2, 6, 3, 7)
      const low23 = v128.shuffle<f32>(a2, a3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(a2, a3, 2, 6, 3, 7)
      addTo<f32>(pb, v128.shuffle<f64>(low01, low23, 0, 2))
      addTo<f32>(pb + stride, v128.shuffle<f64>(low01, low23, 1, 3))
      addTo<f32>(pb + 2 * stride, v128.shuffle<f64>(high01, high23, 0, 2))
      addTo<f32>(pb + 3 * stride, v128.shuffle<f64>(high01, high23, 1, 3))
      v128.store(pa, f32x4.add(a0, one))
      v128.store(pa + stride, f32x4.add(a1, one))
      v128.store(pa + 2 * stride, f32x4.add(a2, one))
      v128.store(pa + 3 * stride, f32x4.add(a3, one))
    }
  }
}

class Transpose<T> extends Program {
  private a: Buffer<T>
  private b: Buffer<T>

  constructor(private device: Device, private style: Style, private n: i32, private tile: i32) {
    super()
    const perVector = 16 / <i32>sizeof<T>()
    if (style == Style.Simd) require(n % perVector == 0 && tile % (4 * perVector) == 0)
    this.a = new Buffer<T>(device, n * n)
    this.b = new Buffer<T>(device, n * n)
    for (let i = 0; i < n * n; i++) this.a[i] = <T>i
    this.a.write()
    this.resultAddress = this.b.address
    this.resultBytes = this.b.sizeBytes
  }

  step(): void {
    const tileRows = blocksOf(this.n, this.tile)
    if (sizeof<T>() == 8) {
      switch (this.style) {
        case Style.Scalar: return scalar64.run(this.device, tileRows, this.a, this.b, this.n, this.tile)
        case Style.Simd: return simd64.run(this.device, tileRows, this.a, this.b, this.n, this.tile)
        case Style.Element: return element64.run(this.device, this.n * this.n, this.a, this.b, this.n)
      }
    } else {
      switch (this.style) {
        case Style.Scalar: return scalar32.run(this.device, tileRows, this.a, this.b, this.n, this.tile)
        case Style.Simd: return simd32.run(this.device, tileRows, this.a, this.b, this.n, this.tile)
        case Style.Element: return element32.run(this.device, this.n * this.n, this.a, this.b, this.n)
      }
    }
    noSuchStyle()
  }

  /** The sum of all differences, as in PRK; in f32, where the sums are rounded, relative to the sum of all elements. */
  error(steps: i32): f64 {
    this.b.read()
    const n = this.n, runs = <f64>steps, added = runs * (runs - 1) / 2
    let difference: f64 = 0, total: f64 = 0
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const expected = <f64>(j * n + i) * runs + added
        difference += abs<f64>(<f64>this.b[i * n + j] - expected)
        total += expected
      }
    }
    return sizeof<T>() == 8 ? difference : difference / total
  }
}

export function setup(elementBytes: i32, style: i32, n: i32, tile: i32): void {
  const device = openDevice()
  if (elementBytes == 8) use(new Transpose<f64>(device, style, n, tile))
  else use(new Transpose<f32>(device, style, n, tile))
}
