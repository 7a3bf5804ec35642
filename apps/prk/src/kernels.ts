/** The guest's numbers for these are their places here. */
export const styles = ['scalar', 'simd', 'relaxed-simd', 'element'] as const

export type Style = (typeof styles)[number]

export type ElementType = 'f64' | 'f32'

export const sizeNames = ['small', 'default', 'large'] as const

export type SizeName = (typeof sizeNames)[number]

export interface Variant {
  readonly element: ElementType
  readonly style: Style
}

/** What a guest's `setup` is given. */
export interface Problem {
  /** Elements of a vector, order of a matrix or grid, or bits of a coordinate: each kernel says which. */
  readonly size: number
  /** Elements, rows or tile edge of one iteration. */
  readonly tile: number
}

/** A Parallel Research Kernel: which variants its guest has, and what a step of it does. */
export interface Kernel {
  readonly name: string
  readonly variants: readonly Variant[]
  readonly problems: Readonly<Record<SizeName, Problem>>
  /** On a GPU, which wants many small iterations; that of the problem where left out. */
  readonly gpuTile?: number
  readonly unit: 'MB/s' | 'MFlop/s'
  /** Bytes moved or operations done by one step, as PRK counts them. */
  work(problem: Problem, elementBytes: number): number
  /** The size, for people. */
  describe(problem: Problem): string
}

const wide = (...chosen: Style[]): Variant[] => chosen.map((style) => ({ element: 'f64', style }))
const both = (...chosen: Style[]): Variant[] => [
  ...wide(...chosen),
  ...chosen.map((style): Variant => ({ element: 'f32', style })),
]

const problems = (tile: number, small: number, standard: number, large: number): Kernel['problems'] => ({
  small: { size: small, tile },
  default: { size: standard, tile },
  large: { size: large, tile },
})

const elements = ({ size }: Problem) => `${size.toLocaleString('en')} elements`
const order = ({ size }: Problem) => `${size} × ${size}`
const sparseEntries = 17
const reduceRanks = 4
const starPoints = 9

export const kernels: readonly Kernel[] = [
  {
    name: 'nstream',
    variants: both('scalar', 'simd', 'relaxed-simd', 'element'),
    problems: problems(2048, 32_768, 4_000_000, 16_000_000),
    unit: 'MB/s',
    work: ({ size }, elementBytes) => 4 * size * elementBytes,
    describe: elements,
  },
  {
    name: 'transpose',
    variants: both('scalar', 'simd', 'element'),
    problems: problems(32, 200, 1000, 2000),
    unit: 'MB/s',
    work: ({ size }, elementBytes) => 2 * size * size * elementBytes,
    describe: order,
  },
  {
    name: 'stencil',
    variants: both('scalar', 'simd', 'element'),
    problems: problems(1, 203, 1000, 2000),
    unit: 'MFlop/s',
    work: ({ size }) => (2 * starPoints + 1) * (size - 4) ** 2,
    describe: order,
  },
  {
    name: 'dgemm',
    variants: both('scalar', 'simd', 'relaxed-simd', 'element'),
    problems: problems(32, 120, 504, 1008),
    unit: 'MFlop/s',
    work: ({ size }) => 2 * size ** 3,
    describe: order,
  },
  {
    name: 'sparse',
    variants: wide('scalar', 'simd'),
    problems: problems(1024, 6, 9, 10),
    gpuTile: 1,
    unit: 'MFlop/s',
    work: ({ size }) => 2 * sparseEntries * 4 ** size,
    describe: ({ size }) => `${(4 ** size).toLocaleString('en')} rows`,
  },
  {
    name: 'reduce',
    variants: wide('scalar', 'simd'),
    problems: problems(2048, 16_384, 500_000, 4_000_000),
    gpuTile: 1,
    unit: 'MFlop/s',
    work: ({ size }) => (2 * reduceRanks - 1) * size,
    describe: ({ size }) => `${reduceRanks} × ${elements({ size, tile: 0 })}`,
  },
  {
    name: 'p2p',
    variants: wide('scalar'),
    problems: problems(64, 200, 2000, 4000),
    unit: 'MFlop/s',
    work: ({ size }) => 2 * (size - 1) ** 2,
    describe: order,
  },
]

/** Throws `RangeError` for a name that is none of a kernel. */
export function findKernel(name: string): Kernel {
  const kernel = kernels.find((candidate) => candidate.name === name)
  if (kernel !== undefined) return kernel
  throw new RangeError(`no kernel "${name}": there are ${kernels.map(({ name }) => name).join(', ')}`)
}

/** True for the style that a GPU runs: an iteration for each element, where the kernel has that. */
export function suitsGpu({ variants }: Kernel, { style }: Variant): boolean {
  return style === (variants.some((variant) => variant.style === 'element') ? 'element' : 'scalar')
}

export function elementBytesOf(element: ElementType): number {
  return element === 'f64' ? 8 : 4
}

/** Largest error with which a check passes: PRK's own for f64, and what rounding leaves in f32. */
export function toleranceOf(element: ElementType): number {
  return element === 'f64' ? 1e-8 : 1e-5
}

export function variantName({ element, style }: Variant): string {
  return `${element}/${style}`
}
