import type { Lowering } from '../src/instructions/lowering.js'
import type { Helpers } from '../src/runtime/helper.js'
import type { FloatMode } from '../src/value-type.js'
import {
  type Evaluation,
  evaluationShader,
  noTrap,
  tupleWords,
  wordCount,
  workgroupSize,
} from './evaluation-shader.js'
import { createPipeline, runPipeline } from './open-device.js'

export interface EvaluationInput extends Evaluation {
  /** Tuples of operands as words, one tuple after the other. */
  readonly tuples: Uint32Array
}

/** For every tuple: the words of the result (a `bool` is 0 or 1), or the code of the trap. */
export interface EvaluationOutput {
  readonly words: readonly (readonly number[])[]
  readonly traps: readonly (number | undefined)[]
}

/** Making a pipeline takes time in the square of this. */
const evaluationsInShader = 40

/** Runs many lowerings in one shader, which is faster than one shader for each; very many in several. */
export async function evaluateLowerings(
  device: GPUDevice,
  inputs: readonly EvaluationInput[],
  helpers: Helpers,
  mode: FloatMode,
): Promise<EvaluationOutput[]> {
  const outputs: EvaluationOutput[] = []
  for (let start = 0; start < inputs.length; start += evaluationsInShader) {
    const some = inputs.slice(start, start + evaluationsInShader)
    outputs.push(...(await evaluateInShader(device, some, helpers, mode)))
  }
  return outputs
}

async function evaluateInShader(
  device: GPUDevice,
  inputs: readonly EvaluationInput[],
  helpers: Helpers,
  mode: FloatMode,
): Promise<EvaluationOutput[]> {
  const pipeline = await createPipeline(device, evaluationShader(inputs, helpers, mode))
  let operandWords = 0
  let outputWords = 0
  const jobs = inputs.map((input, index) => {
    const count = tupleWords(input) === 0 ? 1 : input.tuples.length / tupleWords(input)
    const job = { input, count, first: outputWords, words: [index, count, operandWords, outputWords] }
    operandWords += input.tuples.length
    outputWords += count * (wordCount(input.lowering.result) + 1)
    return job
  })
  const operands = new Uint32Array(operandWords)
  for (const { input, words } of jobs) operands.set(input.tuples, words[2])
  const rows = Math.ceil(Math.max(...jobs.map((job) => job.count)) / workgroupSize)
  const jobWords = Uint32Array.from(jobs.flatMap((job) => job.words))
  const buffers = [jobWords, operands]
  const results = await runPipeline(device, pipeline, buffers, outputWords, [rows, jobs.length])
  return jobs.map(({ input, count, first }) =>
    outputOf(results, first, count, wordCount(input.lowering.result)),
  )
}

function outputOf(results: Uint32Array, first: number, count: number, size: number): EvaluationOutput {
  const words: number[][] = []
  const traps: (number | undefined)[] = []
  for (let start = first; words.length < count; start += size + 1) {
    const trap = results[start + size]
    words.push([...results.subarray(start, start + size)])
    traps.push(trap === noTrap ? undefined : trap)
  }
  return { words, traps }
}

export interface EvaluationOptions extends Omit<Evaluation, 'lowering'> {
  readonly mode: FloatMode
}

/** Runs one lowering on tuples of operands, each tuple as its words. */
export async function evaluateLowering(
  device: GPUDevice,
  lowering: Lowering,
  helpers: Helpers,
  { mode, ...options }: EvaluationOptions,
  tuples: readonly (readonly number[])[],
): Promise<EvaluationOutput> {
  const input = { ...options, lowering, tuples: Uint32Array.from(tuples.flat()) }
  const [output] = await evaluateLowerings(device, [input], helpers, mode)
  return output ?? { words: [], traps: [] }
}
