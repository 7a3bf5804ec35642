// PRK dgemm: C += A * B. The scalar style is PRK's loop in tiles; in the element style an iteration is an element of C;
// the others pack B and keep a part of C in registers.
import { BlockSize, Buffer, Device, Input, Iteration, Output } from '@weft/assemblyscript/assembly'
import { multiplyBy4, multiplyBy6, packPanel, panelBytes } from './dgemm-panels'
import { Program, Style, blocksOf, noSuchStyle, openDevice, require, use } from './program'

export { check, resultAddress, resultBytes, step } from './program'

/** Rows that one iteration multiplies: groups of 4 and of 6 rows fit in. */
const rowsPerBlock = 84

@kernel
function scalar64(i: Iteration, tile: BlockSize, a: Input<f64>, b: Input<f64>, c: Output<f64>, n: i32): void {
  multiplyTileRow<f64>(i * tile, tile, a, b, c, n)
}

@kernel
function scalar32(i: Iteration, tile: BlockSize, a: Input<f32>, b: Input<f32>, c: Output<f32>, n: i32): void {
  multiplyTileRow<f32>(i * tile, tile, a, b, c, n)
}

@kernel
function element64(i: Iteration, a: Input<f64>, b: Input<f64>, c: Output<f64>, n: i32): void {
  multiplyElement<f64>(i, a, b, c, n)
}

@kernel
function element32(i: Iteration, a: Input<f32>, b: Input<f32>, c: Output<f32>, n: i32): void {
  multiplyElement<f32>(i, a, b, c, n)
}

@kernel
function pack64(panel: Iteration, b: Input<f64>, packed: Output<f64>, n: i32): void {
  packPanel<f64>(panel, b, packed, n)
}

@kernel
function pack32(panel: Iteration, b: Input<f32>, packed: Output<f32>, n: i32): void {
  packPanel<f32>(panel, b, packed, n)
}

@kernel
function simd64(i: Iteration, rows: BlockSize, a: Input<f64>, packed: Input<f64>, c: Output<f64>, n: i32): void {
  multiplyBy4<f64>(i * rows, min(n, i * rows + rows), a, packed, c, n)
}

@kernel
function simd32(i: Iteration, rows: BlockSize, a: Input<f32>, packed: Input<f32>, c: Output<f32>, n: i32): void {
  multiplyBy4<f32>(i * rows, min(n, i * rows + rows), a, packed, c, n)
}

@kernel
function relaxed64(i: Iteration, rows: BlockSize, a: Input<f64>, packed: Input<f64>, c: Output<f64>, n: i32): void {
  multiplyBy6<f64>(i * rows, min(n, i * rows + rows), a, packed, c, n)
}

@kernel
function relaxed32(i: Iteration, rows: BlockSize, a: Input<f32>, packed: Input<f32>, c: Output<f32>, n: i32): void {
  multiplyBy6<f32>(i * rows, min(n, i * rows + rows), a, packed, c, n)
}

@inline
function multiplyTileRow<T>(firstRow: i32, tile: i32, a: Input<T>, b: Input<T>, c: Output<T>, n: i32): void {
  const lastRow = min(n, firstRow + tile)
  for (let kt = 0; kt < n; kt += tile) {
    for (let jt = 0; jt < n; jt += tile) {
      const lastDepth = min(n, kt + tile), lastColumn = min(n, jt + tile)
      for (let i = firstRow; i < lastRow; i++) {
        for (let k = kt; k < lastDepth; k++) {
          const factor = a[i * n + k]
          for (let j = jt; j < lastColumn; j++) c[i * n + j] += factor * b[k * n + j]
        }
      }
    }
  }
}

@inline
function multiplyElement<T>(i: i32, a: Input<T>, b: Input<T>, c: Output<T>, n: i32): void {
  const row = i / n * n, column = i % n
  let sum: T = 0
  for (let k = 0; k < n; k++) sum += a[row + k] * b[k * n + column]
  c[i] += sum
}

class Dgemm<T> extends Program {
  private a: Buffer<T>
  private b: Buffer<T>
  private c: Buffer<T>
  private packed: Buffer<T>

  constructor(private device: Device, private style: Style, private n: i32, private tile: i32) {
    super()
    if (style == Style.Simd || style == Style.RelaxedSimd) require(n % 12 == 0 && n * <i32>sizeof<T>() % panelBytes == 0)
    this.a = new Buffer<T>(device, n * n)
    this.b = new Buffer<T>(device, n * n)
    this.c = new Buffer<T>(device, n * n)
    this.packed = new Buffer<T>(device, n * n)
    for (let i = 0; i < n * n; i++) this.a[i] = this.b[i] = <T>(i / n)
    this.a.write()
    this.b.write()
    this.resultAddress = this.c.address
    this.resultBytes = this.c.sizeBytes
  }

  step(): void {
    const device = this.device, n = this.n
    if (this.style == Style.Scalar) return this.tiledStep()
    if (this.style == Style.Element) return this.elementStep()
    const panels = n * <i32>sizeof<T>() / panelBytes, blocks = blocksOf(n, rowsPerBlock)
    if (sizeof<T>() == 8) {
      pack64.run(device, panels, this.b, this.packed, n)
      switch (this.style) {
        case Style.Simd: return simd64.run(device, blocks, this.a, this.packed, this.c, n, rowsPerBlock)
        case Style.RelaxedSimd: return relaxed64.run(device, blocks, this.a, this.packed, this.c, n, rowsPerBlock)
      }
    } else {
      pack32.run(device, panels, this.b, this.packed, n)
      switch (this.style) {
        case Style.Simd: return simd32.run(device, blocks, this.a, this.packed, this.c, n, rowsPerBlock)
        case Style.RelaxedSimd: return relaxed32.run(device, blocks, this.a, this.packed, this.c, n, rowsPerBlock)
      }
    }
    noSuchStyle()
  }

  private elementStep(): void {
    const elements = this.n * this.n
    if (sizeof<T>() == 8) element64.run(this.device, elements, this.a, this.b, this.c, this.n)
    else element32.run(this.device, elements, this.a, this.b, this.c, this.n)
  }

  private tiledStep(): void {
    const tileRows = blocksOf(this.n, this.tile)
    if (sizeof<T>() == 8) scalar64.run(this.device, tileRows, this.a, this.b, this.c, this.n, this.tile)
    else scalar32.run(this.device, tileRows, this.a, this.b, this.c, this.n, this.tile)
  }

  error(steps: i32): f64 {
    this.c.read()
    const order = <f64>this.n
    let sum: f64 = 0
    for (let i = 0; i < this.n * this.n; i++) sum += <f64>this.c[i]
    const expected = 0.25 * order * order * order * (order - 1) * (order - 1) * <f64>steps
    return abs<f64>(sum - expected) / expected
  }
}

export function setup(elementBytes: i32, style: i32, n: i32, tile: i32): void {
  const device = openDevice()
  if (elementBytes == 8) use(new Dgemm<f64>(device, style, n, tile))
  else use(new Dgemm<f32>(device, style, n, tile))
}
