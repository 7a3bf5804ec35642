import { Device, DeviceKind } from '@weft/assemblyscript/assembly'

/** How the loops of a variant are written. The numbers are those of `styles` in src/kernels.ts. */
export const enum Style {
  Scalar = 0,
  Simd = 1,
  RelaxedSimd = 2,
  /** One element an iteration. */
  Element = 3,
}

/** A kernel of PRK with its data on a device. */
export abstract class Program {
  /** Where the numbers lie that `error` looked at. */
  resultAddress: usize = 0
  resultBytes: usize = 0

  /** One iteration of PRK. */
  abstract step(): void
  /** PRK's own measure of what is wrong after a number of steps. 0 is perfect. */
  abstract error(steps: i32): f64
}

let program: Program | null = null

/** Opens a device; the host decides which. */
export function openDevice(): Device {
  return Device.open(DeviceKind.Cpu)
}

/** Makes a program the one that the guest's exports run. */
export function use(chosen: Program): void {
  program = chosen
}

export function step(): void {
  program!.step()
}

export function check(steps: i32): f64 {
  return program!.error(steps)
}

export function resultAddress(): usize {
  return program!.resultAddress
}

export function resultBytes(): usize {
  return program!.resultBytes
}

/** Blocks of a size that cover a range. */
export function blocksOf(count: i32, size: i32): i32 {
  return (count + size - 1) / size
}

/** Ends the guest where its parameters do not fit: `assert` is left out of optimised builds. */
export function require(fits: bool): void {
  if (!fits) unreachable()
}

/** For a style that a kernel does not have. */
export function noSuchStyle(): void {
  unreachable()
}
