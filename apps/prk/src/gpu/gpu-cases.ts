import type { Target } from '@weft/benchmark-report'

/** A kernel that is run from a guest and as a shader written by hand, on the same data. */
export interface GpuCase {
  /** The shader in gpu/, and the function of native/gpu-kernels.c. */
  readonly name: string
  /** The size, in names of rows. */
  readonly label: string
  readonly iterations: number
  /** Parameters after the number of iterations, as 32-bit words. A guest gets each in a slot of 8 bytes. */
  readonly values: readonly number[]
  readonly inputs: readonly Float32Array<ArrayBuffer>[]
  readonly outputBytes: number
  /** What the output's words are. */
  readonly output: 'f32' | 'u32'
  /** The guest in assembly/, and its kernel. */
  readonly guest: { readonly module: string; readonly kernel: string }
  /** How many times the time of the hand-written shader the generated one may take. */
  readonly targets: Readonly<Record<Bounds, Target>>
}

/** With and without the detection of out-of-bounds accesses. */
export type Bounds = 'check' | 'clamp'

export const boundsModes: readonly Bounds[] = ['check', 'clamp']

const memoryTargets = { check: { max: 1.75 }, clamp: { max: 1.3 } }
const arithmeticTargets = { check: { max: 1.05 }, clamp: { max: 1.05 } }
const wordBytes = 4

export interface CaseSizes {
  readonly nstream: number
  readonly stencil: number
  readonly gemm: number
  readonly mandelbrot: number
}

const defaultSizes: CaseSizes = { nstream: 4_000_000, stencil: 1024, gemm: 256, mandelbrot: 512 }

const mandelbrotLimit = 200

export function createGpuCases(sizes: CaseSizes = defaultSizes): readonly GpuCase[] {
  return [nstream(sizes.nstream), stencil(sizes.stencil), gemm(sizes.gemm), mandelbrot(sizes.mandelbrot)]
}

function nstream(length: number): GpuCase {
  return {
    ...{ name: 'nstream', label: length % 1e6 === 0 ? `${length / 1e6}M` : `${length}` },
    ...{ iterations: length, values: [bitsOf(3)], inputs: [numbers(length, 1), numbers(length, 2)] },
    ...{ outputBytes: length * wordBytes, output: 'f32', targets: memoryTargets },
    guest: { module: 'nstream', kernel: 'element32' },
  }
}

function stencil(order: number): GpuCase {
  return {
    ...{ name: 'stencil', label: `${order}`, iterations: (order - 4) ** 2, values: [order] },
    ...{ inputs: [numbers(order * order, 1)], outputBytes: order * order * wordBytes, output: 'f32' },
    ...{ targets: memoryTargets, guest: { module: 'stencil', kernel: 'element32' } },
  }
}

function gemm(order: number): GpuCase {
  const elements = order * order
  return {
    ...{ name: 'gemm', label: `${order}`, iterations: elements, values: [order] },
    ...{ inputs: [numbers(elements, 1), numbers(elements, 2)], outputBytes: elements * wordBytes },
    ...{ output: 'f32', targets: memoryTargets, guest: { module: 'dgemm', kernel: 'element32' } },
  }
}

function mandelbrot(width: number): GpuCase {
  const points = width * width
  return {
    ...{ name: 'mandelbrot', label: `${width}`, iterations: points, values: [width, mandelbrotLimit] },
    ...{ inputs: [], outputBytes: points * wordBytes, output: 'u32', targets: arithmeticTargets },
    guest: { module: 'mandelbrot', kernel: 'mandelbrot' },
  }
}

/** Numbers between 0 and 1 that look random and are the same every time. */
function numbers(length: number, seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, index) => ((index * 7919 + seed * 104_729) % 1009) / 1009)
}

function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!
}
