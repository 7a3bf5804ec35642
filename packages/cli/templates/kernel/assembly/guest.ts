import { Buffer, Device, DeviceKind, Iteration, Output } from '@weft/assemblyscript/assembly'

// @ts-ignore: decorator
@kernel
function square(i: Iteration, result: Output<f64>): void {
  result[i] = f64(i) * f64(i)
}

export function sumOfSquares(count: i32): f64 {
  const device = Device.open(DeviceKind.Cpu)
  const squares = new Buffer<f64>(device, count)
  square.run(device, count, squares)
  squares.read()
  let sum: f64 = 0
  for (let i = 0; i < count; i++) sum += squares[i]
  return sum
}
