import type { KernelSource, ParameterPlan } from '../compiled-kernel.js'

/** Words of the parameters in front of the segments, as `ParameterPlan` lists them. */
export const iterationsAt = 0
export const blockSizeAt = 1
export const firstAt = 2
export const countAt = 3
export const pagesAt = 4
export const zeroAt = 5
export const segmentsAt = 8

/** A word of the parameters. */
export function parameter(word: number): string {
  return `parameters[${word}]`
}

/** Where a segment's address, length, first and last word stand. */
export function segmentParameters(segment: number) {
  const [address, length, first, last] = [0, 1, 2, 3].map((word) =>
    parameter(segmentsAt + 4 * segment + word),
  )
  return { address: address!, length: length!, first: first!, last: last! }
}

export function planParameters(source: KernelSource, segments: number): ParameterPlan {
  const globalsAt = segmentsAt + 4 * segments
  return { segmentsAt, globalsAt, sizeBytes: 4 * (globalsAt + 2 * source.globals.length) }
}
