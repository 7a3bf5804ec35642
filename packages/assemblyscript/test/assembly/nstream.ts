import { Buffer, Device, DeviceKind, Input, Iteration, Output } from '@weft/assemblyscript/assembly'

@kernel
function nstream(i: Iteration, b: Input<f64>, c: Input<f64>, a: Output<f64>, s: f64): void {
  a[i] += b[i] + s * c[i]
}

/** Runs `nstream` over `n` elements and returns the sum of its results. */
export function run(n: i32): f64 {
  const device = Device.open(DeviceKind.Cpu)
  const a = new Buffer<f64>(device, n), b = new Buffer<f64>(device, n), c = new Buffer<f64>(device, n)
  b.fill(2)
  c.fill(2)
  b.write()
  c.write()
  nstream.run(device, n, b, c, a, 3.0)
  a.read()
  let sum: f64 = 0
  for (let i = 0; i < n; i++) sum += a[i]
  return sum
}
