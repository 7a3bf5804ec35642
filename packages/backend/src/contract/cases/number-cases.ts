import { float64Kernel, integer64Kernel, vector128Kernel } from '../../generated/contract-kernels.js'
import type { KernelModule } from '../../interface.js'
import type { ContractCase } from '../contract-case.js'
import type { ContractContext } from '../contract-context.js'
import { expectSame } from '../expect.js'
import { pseudoRandomBytes } from '../pseudo-random.js'

const count = 500

export const numberCases: readonly ContractCase[] = [
  {
    name: 'numbers: f64 results are right to the last bit',
    async run(context) {
      const a = float64Values(1)
      const b = float64Values(4)
      const expected = Float64Array.from(
        [...a.keys()].flatMap((index) => float64Results(a[index]!, b[index]!)),
      )
      await compare(context, float64Kernel, a, b, expected)
    },
  },
  {
    name: 'numbers: i64 results are right to the last bit',
    async run(context) {
      const a = new BigInt64Array(pseudoRandomBytes(8 * count, 3).buffer)
      const b = new BigInt64Array(pseudoRandomBytes(8 * count, 4).buffer)
      const results = [...a.keys()].flatMap((index) => integer64Results(a[index]!, b[index]!))
      await compare(context, integer64Kernel, a, b, BigUint64Array.from(results))
    },
  },
  {
    name: 'numbers: v128 results are right to the last bit',
    async run(context) {
      const a = pseudoRandomBytes(16 * count, 5)
      const b = pseudoRandomBytes(16 * count, 6)
      const expected = new Uint8Array(48 * count)
      for (let index = 0; index < count; index++) {
        const lanes = [a, b].map((bytes) => bytes.slice(16 * index, 16 * index + 16))
        expected.set(vector128Results(lanes[0]!, lanes[1]!), 48 * index)
      }
      await compare(context, vector128Kernel, a, b, expected)
    },
  },
]

async function compare(
  context: ContractContext,
  kernel: KernelModule,
  a: ArrayBufferView,
  b: ArrayBufferView,
  expected: ArrayBufferView,
): Promise<void> {
  const results = context.empty(expected.byteLength)
  const inBuffers = [await context.filled(a), await context.filled(b)]
  await context.run(kernel, { iterations: count, inBuffers, outBuffers: [results] })
  const bytes = new Uint8Array(expected.buffer, expected.byteOffset, expected.byteLength)
  expectSame(await context.bytes(results), bytes, 'byte of the results')
}

/**
 * Numbers of every size, subnormal ones and both zeros. There is no NaN and no infinity, and seeds that differ by 3
 * never have zeros in one place: the bits of a NaN result are not determined.
 */
function float64Values(seed: number): Float64Array {
  const random = new Float64Array(pseudoRandomBytes(8 * count, seed).buffer)
  const special = [0, -0, 5e-324, -5e-324, 1.5, -2.5, 2 ** 53, Number.MAX_VALUE]
  return random.map((value, index) =>
    index % 4 === 0 || !Number.isFinite(value) ? special[((index >> 2) + seed) % 8]! : value,
  )
}

function float64Results(x: number, y: number): number[] {
  return [x + y, x * y, x / y, Math.sqrt(Math.abs(x)), Math.floor(x), Math.min(x, y)]
}

function integer64Results(x: bigint, y: bigint): bigint[] {
  const unsigned = BigInt.asUintN(64, x)
  const shift = BigInt.asUintN(6, y)
  const leadingZeros = unsigned === 0n ? 64 : 64 - unsigned.toString(2).length
  return [
    x * y,
    unsigned / BigInt.asUintN(64, y | 1n),
    (unsigned << shift) | (unsigned >> (64n - shift)),
    x >> shift,
    BigInt(leadingZeros),
  ].map((value) => BigInt.asUintN(64, value))
}

function vector128Results(x: Uint8Array<ArrayBuffer>, y: Uint8Array<ArrayBuffer>): Uint8Array {
  const [left, right] = [new Int32Array(x.buffer), new Int32Array(y.buffer)]
  const products = left.map((value, lane) => Math.imul(value, right[lane]!))
  const interleaved = Array.from({ length: 8 }, (_, lane) => [x[lane]!, y[lane]!]).flat()
  const sums = x.map((value, lane) => Math.min(255, value + y[lane]!))
  return Uint8Array.of(...new Uint8Array(products.buffer), ...interleaved, ...sums)
}
