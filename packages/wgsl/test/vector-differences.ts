import { numericHelpers } from '../src/runtime/numeric-helpers.js'
import type { FloatMode } from '../src/value-type.js'
import { type EvaluationInput, type EvaluationOutput, evaluateLowerings } from './evaluate.js'
import { openDevice } from './open-device.js'
import { allowedResults, type Rows, withCanonicalNaNs } from './vector-reference.js'

/** Every shader has it. */
const floatOfBits = { code: 'fn float_of_bits(bits: u32) -> f32 { return bitcast<f32>(bits); }' }
const helpers = { ...numericHelpers, float_of_bits: floatOfBits }

/** The time to make a pipeline grows with more than the number of cases. */
const shaderCases = 5

const device = await openDevice()

export interface VectorInput extends EvaluationInput {
  /** The words of tuples with those operands that are literals. */
  readonly operands?: Uint32Array
}

/** Texts on where lowerings give what is not allowed, at most three of each. */
export async function differences(inputs: readonly VectorInput[], mode: FloatMode): Promise<string[]> {
  const outputs: EvaluationOutput[] = []
  for (let first = 0; first < inputs.length; first += shaderCases) {
    const some = inputs.slice(first, first + shaderCases)
    outputs.push(...(await evaluateLowerings(device, some, helpers, mode)))
  }
  return inputs.flatMap((input, index) => {
    const allowed = allowedResults(input, input.operands ?? input.tuples, mode)
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
