import {
  type Access,
  atomicAccesses,
  type Operation,
  operations,
  plainAccesses,
} from '../program/instruction-lists.js'

/** Instructions that a kernel must have, so that a row of seeds goes through all there are. */
export interface Focus {
  readonly operations: readonly Operation[]
  readonly accesses: readonly Access[]
}

const operationsPerKernel = 7
const accessesPerKernel = 2
export const focusSize = operationsPerKernel + accessesPerKernel

const allAccesses = [...plainAccesses, ...atomicAccesses]

/** A stretch of a list whose order is mixed, so that neighbours are of different families; it goes through all of it. */
function stretch<Item>(items: readonly Item[], seed: number, count: number): Item[] {
  const step = stepThrough(items.length)
  return Array.from({ length: count }, (_, index) => items[((seed * count + index) * step) % items.length]!)
}

/** A number that has no divisor in common with `length`. */
function stepThrough(length: number): number {
  for (let step = Math.ceil(length / 5); ; step++) if (greatestDivisor(step, length) === 1) return step
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestDivisor(right, left % right)
}

export function focusOf(seed: number): Focus {
  // Small enough for exact products.
  const start = seed % 1_000_000
  return {
    operations: stretch(operations, start, operationsPerKernel),
    accesses: stretch(allAccesses, start, accessesPerKernel),
  }
}
