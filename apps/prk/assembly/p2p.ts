// PRK p2p as a wavefront: grid[i][j] = grid[i-1][j] + grid[i][j-1] - grid[i-1][j-1], diagonal of tiles after diagonal.
// A parallel step is a diagonal, an iteration one of its tiles.
import { BlockSize, Buffer, Device, Iteration, Output } from '@weft/assemblyscript/assembly'
import { Program, Style, blocksOf, noSuchStyle, openDevice, require, use } from './program'

export { check, resultAddress, resultBytes, step } from './program'

@kernel
function sweepDiagonal(i: Iteration, tile: BlockSize, grid: Output<f64>, n: i32, diagonal: i32, firstColumn: i32): void {
  const tileColumn = firstColumn + i, tileRow = diagonal - tileColumn
  sweepTile(tileRow * tile + 1, tileColumn * tile + 1, tile, grid, n)
  const last = (n - 2) / tile
  // What PRK does between two iterations: the last corner becomes the first of the next sweep.
  if (tileRow == last && tileColumn == last) grid[0] = -grid[n * n - 1]
}

/** The two neighbours to the left stay in registers. */
@inline
function sweepTile(firstRow: i32, firstColumn: i32, tile: i32, grid: Output<f64>, n: i32): void {
  const lastRow = min(n, firstRow + tile), lastColumn = min(n, firstColumn + tile)
  for (let i = firstRow; i < lastRow; i++) {
    let left = grid[i * n + firstColumn - 1], aboveLeft = grid[(i - 1) * n + firstColumn - 1]
    for (let j = firstColumn; j < lastColumn; j++) {
      const above = grid[(i - 1) * n + j]
      left = above - aboveLeft + left
      grid[i * n + j] = left
      aboveLeft = above
    }
  }
}

class PointToPoint extends Program {
  private grid: Buffer<f64>

  constructor(private device: Device, private n: i32, private tile: i32) {
    super()
    this.grid = new Buffer<f64>(device, n * n)
    for (let i = 0; i < n; i++) this.grid[i] = this.grid[i * n] = <f64>i
    this.grid.write()
    this.resultAddress = this.grid.address
    this.resultBytes = this.grid.sizeBytes
  }

  step(): void {
    const n = this.n, tiles = blocksOf(n - 1, this.tile)
    for (let diagonal = 0; diagonal < 2 * tiles - 1; diagonal++) {
      const first = max(0, diagonal - tiles + 1), last = min(diagonal, tiles - 1)
      sweepDiagonal.run(this.device, last - first + 1, this.grid, n, diagonal, first, this.tile)
    }
  }

  error(steps: i32): f64 {
    this.grid.read()
    const expected = <f64>steps * (2 * <f64>this.n - 2)
    return abs<f64>(this.grid[this.n * this.n - 1] - expected) / expected
  }
}

export function setup(elementBytes: i32, style: i32, n: i32, tile: i32): void {
  require(elementBytes == 8)
  if (style != Style.Scalar) noSuchStyle()
  use(new PointToPoint(openDevice(), n, tile))
}
