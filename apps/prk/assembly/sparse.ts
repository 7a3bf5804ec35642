// PRK sparse: y += A * x for the matrix of a periodic star stencil on a 2^bits by 2^bits grid, in compressed rows.
// Rows and columns are scrambled by reversing the bits of their index. x[i] += i + 1 before each product.
// An iteration is a block of rows.
import { BlockSize, Buffer, Device, Input, Iteration, Output } from '@weft/assemblyscript/assembly'
import { Program, Style, blocksOf, noSuchStyle, openDevice, require, use } from './program'

export { check, resultAddress, resultBytes, step } from './program'

const radius = 4
const entries = 4 * radius + 1

/** Every row has the same number of entries, so that the starts of rows need no array. Indices are i64, as in PRK. */
@kernel
function fillRows(i: Iteration, size: BlockSize, matrix: Output<f64>, columns: Output<i64>, bits: i32): void {
  const end = min(1 << (2 * bits), i * size + size)
  for (let row = i * size; row < end; row++) fillRow(row, matrix, columns, bits)
}

@kernel
function increase(i: Iteration, size: BlockSize, x: Output<f64>, rows: i32): void {
  const end = min(rows, i * size + size)
  for (let row = i * size; row < end; row++) x[row] += <f64>row + 1
}

@kernel
function scalar64(i: Iteration, size: BlockSize, matrix: Input<f64>, columns: Input<i64>, x: Input<f64>, y: Output<f64>, rows: i32): void {
  const end = min(rows, i * size + size)
  for (let row = i * size; row < end; row++) {
    let sum: f64 = 0
    for (let k = row * entries; k < row * entries + entries; k++) sum += matrix[k] * x[<i32>columns[k]]
    y[row] += sum
  }
}

@kernel
function simd64(i: Iteration, size: BlockSize, matrix: Input<f64>, columns: Input<i64>, x: Input<f64>, y: Output<f64>, rows: i32): void {
  const end = min(rows, i * size + size)
  for (let row = i * size; row < end; row++) {
    const k = row * entries
    let even = f64x2.splat(0), odd = f64x2.splat(0)
    for (let pair = 0; pair < entries - 1; pair += 4) {
      even = f64x2.add(even, productOfPair(k + pair, matrix, columns, x))
      odd = f64x2.add(odd, productOfPair(k + pair + 2, matrix, columns, x))
    }
    const sum = f64x2.add(even, odd), last = k + entries - 1
    y[row] += f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1) + matrix[last] * x[<i32>columns[last]]
  }
}

@inline
function productOfPair(k: i32, matrix: Input<f64>, columns: Input<i64>, x: Input<f64>): v128 {
  const first = v128.load64_zero(x.pointer(<i32>columns[k]))
  const both = v128.load64_lane(x.pointer(<i32>columns[k + 1]), first, 1)
  return f64x2.mul(v128.load(matrix.pointer(k)), both)
}

@inline
function reverseBits(value: i32, bits: i32): i32 {
  let reversed = 0
  for (let i = 0; i < bits; i++) {
    reversed = (reversed << 1) | (value & 1)
    value >>= 1
  }
  return reversed
}

@inline
function fillRow(row: i32, matrix: Output<f64>, columns: Output<i64>, bits: i32): void {
  const first = row * entries, last = (1 << bits) - 1
  const i = row & last, j = row >> bits
  insert(columns, first, 0, reverseBits(row, 2 * bits))
  for (let r = 1; r <= radius; r++) {
    const count = 4 * r - 3
    insert(columns, first, count, reverseBits(((i + r) & last) | (j << bits), 2 * bits))
    insert(columns, first, count + 1, reverseBits(((i - r) & last) | (j << bits), 2 * bits))
    insert(columns, first, count + 2, reverseBits(i | (((j + r) & last) << bits), 2 * bits))
    insert(columns, first, count + 3, reverseBits(i | (((j - r) & last) << bits), 2 * bits))
  }
  for (let k = first; k < first + entries; k++) matrix[k] = 1 / (<f64>columns[k] + 1)
}

/** Keeps `count` sorted columns sorted while one more comes in. */
function insert(columns: Output<i64>, first: i32, count: i32, column: i32): void {
  let k = first + count
  for (; k > first && columns[k - 1] > <i64>column; k--) columns[k] = columns[k - 1]
  columns[k] = column
}

class Sparse extends Program {
  private rows: i32
  private matrix: Buffer<f64>
  private columns: Buffer<i64>
  private x: Buffer<f64>
  private y: Buffer<f64>

  constructor(private device: Device, private style: Style, bits: i32, private block: i32) {
    super()
    require(1 << bits > 2 * radius)
    const rows = 1 << (2 * bits)
    this.rows = rows
    this.matrix = new Buffer<f64>(device, rows * entries)
    this.columns = new Buffer<i64>(device, rows * entries)
    this.x = new Buffer<f64>(device, rows)
    this.y = new Buffer<f64>(device, rows)
    fillRows.run(device, blocksOf(rows, block), this.matrix, this.columns, bits, block)
    this.resultAddress = this.y.address
    this.resultBytes = this.y.sizeBytes
  }

  step(): void {
    const blocks = blocksOf(this.rows, this.block)
    increase.run(this.device, blocks, this.x, this.rows, this.block)
    switch (this.style) {
      case Style.Scalar: return scalar64.run(this.device, blocks, this.matrix, this.columns, this.x, this.y, this.rows, this.block)
      case Style.Simd: return simd64.run(this.device, blocks, this.matrix, this.columns, this.x, this.y, this.rows, this.block)
    }
    noSuchStyle()
  }

  /** PRK compares the sums as they are; they are rounded, so here the difference is relative. */
  error(steps: i32): f64 {
    this.y.read()
    const runs = <f64>steps
    const expected = 0.5 * <f64>this.rows * <f64>entries * runs * (runs + 1)
    let sum: f64 = 0
    for (let i = 0; i < this.rows; i++) sum += this.y[i]
    return abs<f64>(sum - expected) / expected
  }
}

export function setup(elementBytes: i32, style: i32, bits: i32, block: i32): void {
  require(elementBytes == 8)
  use(new Sparse(openDevice(), style, bits, block))
}
