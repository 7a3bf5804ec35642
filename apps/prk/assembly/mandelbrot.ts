// The Mandelbrot set, for the benchmark on a GPU: how many turns each point of a square image stays near. Not of PRK.
// An iteration is a point.
import { Buffer, Iteration, Output } from '@weft/assemblyscript/assembly'
import { openDevice } from './program'

@kernel
function mandelbrot(i: Iteration, image: Output<u32>, width: i32, limit: i32): void {
  const scale = <f32>3 / <f32>width
  const cx = <f32>(i % width) * scale - 2, cy = <f32>(i / width) * scale - 1.5
  let x: f32 = 0, y: f32 = 0
  let turns = 0
  for (; turns < limit; turns++) {
    const xx = x * x, yy = y * y
    if (xx + yy > 4) break
    y = <f32>2 * x * y + cy
    x = xx - yy + cx
  }
  image[i] = turns
}

/** Draws an image and returns the sum of its points. */
export function draw(width: i32, limit: i32): i64 {
  const device = openDevice(), image = new Buffer<u32>(device, width * width)
  mandelbrot.run(device, width * width, image, width, limit)
  image.read()
  let sum: i64 = 0
  for (let i = 0; i < image.length; i++) sum += image[i]
  return sum
}
