import type { Difference } from './compare-outcomes.js'
import type { FuzzFailure } from './run-fuzz.js'

/** All that is needed to look at a failure, and to have it again. */
export function formatFailure({ seed, generate, device, kernel, difference, text }: FuzzFailure): string {
  const { iterations, blockSize } = kernel
  return [
    `seed ${seed}, options ${JSON.stringify(generate)}, on ${device}: ${iterations} iterations, block size ${blockSize}`,
    formatDifference(difference),
    text.trimEnd(),
  ].join('\n')
}

function formatDifference(difference: Difference): string {
  if (difference.kind !== 'memory') return `expected: ${difference.expected}\nactual: ${difference.actual}`
  const { buffer, offsetBytes, iteration, expected, actual, words } = difference
  const owner = iteration === undefined ? '' : `, written by iteration ${iteration}`
  return `buffer ${buffer}, byte ${offsetBytes}${owner}: expected ${hex(expected)}, actual ${hex(actual)}; ${words} words differ`
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`
}
