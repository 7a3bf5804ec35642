// PRK reduce: the sum of the vectors of all ranks. Each rank fills two vectors and adds them; then rank 0 gathers.
// An iteration is a block of elements: of one rank's vectors in the first step, across all ranks in the second.
import { BlockSize, Buffer, Device, Iteration, Output } from '@weft/assemblyscript/assembly'
import { Program, Style, blocksOf, noSuchStyle, openDevice, require, use } from './program'

export { check, resultAddress, resultBytes, step } from './program'

/** A fixed number, where PRK takes the number of threads: every device has the same work. */
const ranks = 4

@kernel
function addLocal(i: Iteration, size: BlockSize, first: Output<f64>, second: Output<f64>, n: i32, blocks: i32): void {
  const rank = i / blocks, from = rank * n + (i % blocks) * size
  const end = min(rank * n + n, from + size)
  for (let k = from; k < end; k++) {
    first[k] = <f64>(rank + 1)
    second[k] = <f64>(rank + 1 + ranks)
  }
  for (let k = from; k < end; k++) first[k] += second[k]
}

@kernel
function gather(i: Iteration, size: BlockSize, first: Output<f64>, n: i32): void {
  const end = min(n, i * size + size)
  for (let rank = 1; rank < ranks; rank++) {
    for (let k = i * size; k < end; k++) first[k] += first[rank * n + k]
  }
}

@kernel
function addLocalVectors(i: Iteration, size: BlockSize, first: Output<f64>, second: Output<f64>, n: i32, blocks: i32): void {
  const rank = i / blocks, from = rank * n + (i % blocks) * size
  const end = min(rank * n + n, from + size)
  fillRange(from, end, first, <f64>(rank + 1))
  fillRange(from, end, second, <f64>(rank + 1 + ranks))
  addRange(first.pointer(from), second.pointer(from), first.pointer(end))
}

@kernel
function gatherVectors(i: Iteration, size: BlockSize, first: Output<f64>, n: i32): void {
  const from = i * size, end = min(n, from + size)
  for (let rank = 1; rank < ranks; rank++) addRange(first.pointer(from), first.pointer(rank * n + from), first.pointer(end))
}

@inline
function fillRange(from: i32, end: i32, target: Output<f64>, value: f64): void {
  const pair = f64x2.splat(value)
  let p = target.pointer(from)
  for (; p + 16 <= target.pointer(end); p += 16) v128.store(p, pair)
  for (; p < target.pointer(end); p += 8) store<f64>(p, value)
}

@inline
function addRange(to: usize, from: usize, end: usize): void {
  for (; to + 32 <= end; to += 32, from += 32) {
    v128.store(to, f64x2.add(v128.load(to), v128.load(from)))
    v128.store(to, f64x2.add(v128.load(to, 16), v128.load(from, 16)), 16)
  }
  for (; to < end; to += 8, from += 8) store<f64>(to, load<f64>(to) + load<f64>(from))
}

class Reduce extends Program {
  private first: Buffer<f64>
  private second: Buffer<f64>

  constructor(private device: Device, private style: Style, private n: i32, private block: i32) {
    super()
    this.first = new Buffer<f64>(device, ranks * n)
    this.second = new Buffer<f64>(device, ranks * n)
    this.resultAddress = this.first.address
    this.resultBytes = <usize>n * sizeof<f64>()
  }

  step(): void {
    const device = this.device, n = this.n, blocks = blocksOf(n, this.block)
    if (this.style == Style.Scalar) {
      addLocal.run(device, ranks * blocks, this.first, this.second, n, blocks, this.block)
      gather.run(device, blocks, this.first, n, this.block)
    } else if (this.style == Style.Simd) {
      addLocalVectors.run(device, ranks * blocks, this.first, this.second, n, blocks, this.block)
      gatherVectors.run(device, blocks, this.first, n, this.block)
    } else {
      noSuchStyle()
    }
  }

  /** The largest difference of an element; the vectors are filled anew in each step. */
  error(steps: i32): f64 {
    this.first.read()
    const expected = <f64>ranks * (2 * <f64>ranks + 1)
    let largest: f64 = 0
    for (let i = 0; i < this.n; i++) largest = max<f64>(largest, abs<f64>(this.first[i] - expected))
    return largest
  }
}

export function setup(elementBytes: i32, style: i32, n: i32, block: i32): void {
  require(elementBytes == 8)
  use(new Reduce(openDevice(), style, n, block))
}
