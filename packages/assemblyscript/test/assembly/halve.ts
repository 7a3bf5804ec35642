import { Iteration, Output } from '@weft/assemblyscript/assembly'

@kernel
export function halve(i: Iteration, values: Output<f64>, times: u32): void {
  for (let k: u32 = 0; k < times; k++) values[i] /= 2
}
