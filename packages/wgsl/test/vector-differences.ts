import { float32Helpers } from '../src/runtime/float32.js'
import { float64Helpers } from '../src/runtime/float64.js'
import { conversionHelpers } from '../src/runtime/conversions.js'
import { integer32Helpers } from '../src/runtime/integer32.js'
import { integer64Helpers } from '../src/runtime/integer64.js'
import { vectorHelpers } from '../src/runtime/v128-helpers.js'
import type { FloatMode } from '../src/value-type.js'
import { type EvaluationInput, evaluateLowerings } from './evaluate.js'
import { openDevice } from './open-device.js'
import { allowedResults, type Rows, withCanonicalNaNs } from './vector-reference.js'

const helpers = {
  ...integer32Helpers,
  ...integer64Helpers,
  ...float32Helpers,
  ...float64Helpers,
  ...conversionHelpers,
  ...vectorHelpers,
}
const device = await openDevice()

/** Texts on where lowerings give what is not allowed, at most three of each. */
export async function differences(inputs: readonly EvaluationInput[], mode: FloatMode): Promise<string[]> {
  const outputs = await evaluateLowerings(device, inputs, helpers, mode)
  return inputs.flatMap((input, index) => {
    const allowed = allowedResults(input, input.tuples, mode)
    return wrongRows(input.name, outputs[index]?.words ?? [], allowed, mode)
      .slice(0, 3)
      .map((row) => {
        const size = input.tuples.length / allowed[0].length
        const operands = input.literals?.join(' ') ?? hex(input.tuples.subarray(row * size, (row + 1) * size))
        const { name, immediates } = input
        const results = `${hex(outputs[index]?.words[row])}, not ${hex(allowed[0][row])}`
        return `${name} ${JSON.stringify(immediates)} of ${operands}: ${results}`
      })
  })
}

function wrongRows(name: string, actual: Rows, allowed: readonly Rows[], mode: FloatMode): number[] {
  const rows = allowed[0]?.map((_, row) => row) ?? []
  return rows.filter((row) => {
    const words = actual[row] ?? []
    // Devices choose the NaNs of fast mode.
    const seen = mode === 'fast' ? withCanonicalNaNs(name, words) : words
    return !allowed[0]?.[row]?.every((_, place) => allowed.some((rows) => rows[row]?.[place] === seen[place]))
  })
}

const hex = (words: Iterable<number> = []) => [...words].map((word) => word.toString(16)).join(' ')
