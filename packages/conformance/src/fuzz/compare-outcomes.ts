import type { TrapCause } from '@weft/core'
import type { FuzzKernel } from './kernel.js'
import type { Outcome } from './run-kernel.js'

/** What a device did otherwise than the reference. */
export type Difference =
  | {
      readonly kind: 'memory'
      /** In-buffers first. */
      readonly buffer: number
      readonly offsetBytes: number
      /** The iteration whose slice it is; undefined outside of the first out-buffer. */
      readonly iteration: number | undefined
      /** The words at `offsetBytes`. */
      readonly expected: number
      readonly actual: number
      /** How many words differ in all. */
      readonly words: number
    }
  | { readonly kind: 'trap' | 'refused' | 'failed'; readonly expected: string; readonly actual: string }

/** V8 has one message for each of these pairs, so that a device built on it cannot tell them apart. */
const alike: readonly (readonly [TrapCause, TrapCause])[] = [
  ['uninitialized element', 'indirect call type mismatch'],
  ['invalid conversion to integer', 'integer overflow'],
]

export function isSameCause(left: TrapCause, right: TrapCause): boolean {
  return left === right || alike.some((pair) => pair.includes(left) && pair.includes(right))
}

/** The first difference, or undefined. After a trap memory is not compared. */
export function compareOutcomes(
  kernel: FuzzKernel,
  expected: Outcome,
  actual: Outcome,
): Difference | undefined {
  if (expected.kind === 'done' && actual.kind === 'done')
    return compareBuffers(kernel, expected.buffers, actual.buffers)
  if (expected.kind === 'trap' && actual.kind === 'trap') {
    if (expected.iteration === actual.iteration && isSameCause(expected.cause, actual.cause)) return undefined
  }
  const kind = actual.kind === 'refused' || actual.kind === 'failed' ? actual.kind : 'trap'
  return { kind, expected: describe(expected), actual: describe(actual) }
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'done') return 'no trap'
  if (outcome.kind === 'trap') return `${outcome.cause} in iteration ${outcome.iteration}`
  return `${outcome.kind}: ${outcome.message}`
}

function compareBuffers(
  kernel: FuzzKernel,
  expected: readonly Uint8Array[],
  actual: readonly Uint8Array[],
): Difference | undefined {
  for (const [buffer, bytes] of expected.entries()) {
    const other = actual[buffer]!
    const differing = wordOffsets(bytes).filter((offset) => wordAt(bytes, offset) !== wordAt(other, offset))
    const offsetBytes = differing[0]
    if (offsetBytes === undefined) continue
    const firstByte = Array.from({ length: 4 }, (_, index) => offsetBytes + index).find(
      (offset) => bytes[offset] !== other[offset],
    )!
    return {
      kind: 'memory',
      buffer,
      offsetBytes,
      iteration: buffer === kernel.inputs.length ? Math.floor(firstByte / kernel.strideBytes) : undefined,
      expected: wordAt(bytes, offsetBytes),
      actual: wordAt(other, offsetBytes),
      words: differing.length,
    }
  }
  return undefined
}

function wordOffsets(bytes: Uint8Array): number[] {
  return Array.from({ length: Math.ceil(bytes.length / 4) }, (_, index) => 4 * index)
}

/** The word at an offset, with zeros behind the end. */
function wordAt(bytes: Uint8Array, offset: number): number {
  const at = (index: number) => bytes[offset + index] ?? 0
  return (at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24)) >>> 0
}
