import type { Immediate } from '@weft/wasm-binary'
import type { Lowering } from '../src/instructions/lowering.js'
import type { Helpers } from '../src/runtime/helper.js'
import type { FloatMode, ValueType } from '../src/value-type.js'

export interface Evaluation {
  readonly name: string
  readonly lowering: Lowering
  readonly immediates?: readonly Immediate[] | undefined
  /** WGSL texts that stand in the place of operands; the tuples have words for the other operands only. */
  readonly literals?: readonly (string | undefined)[] | undefined
}

export const workgroupSize = 64
export const noTrap = 0xff
/** What a lowering leaves that hands another site to `trap` than its own. */
const wrongSite = 0xfe

const wordCounts = { i32: 1, f32: 1, i64: 2, f64: 2, v128: 4, bool: 1 } as const

export function wordCount(type: ValueType | 'bool'): number {
  return wordCounts[type]
}

/** Words of one tuple of operands. */
export function tupleWords({ lowering, literals }: Evaluation): number {
  return lowering.parameters.reduce(
    (sum, type, index) => sum + (literals?.[index] === undefined ? wordCount(type) : 0),
    0,
  )
}

/**
 * A shader with a `case` for each evaluation. Job y, which runs in the row y of workgroups, is four words: case, number
 * of tuples, first word of the tuples, first word of the results. A result is its words and the cause of the trap.
 */
export function evaluationShader(
  evaluations: readonly Evaluation[],
  helpers: Helpers,
  mode: FloatMode,
): string {
  const needed = new Set<string>()
  const cases = evaluations.map((evaluation, index) => evaluationCase(evaluation, index, mode, needed))
  const texts = withNeeds([...needed], helpers).map((name) => helpers[name]?.code)
  return `${texts.join('\n')}
const SITE = 77u;
var<private> trap_cause = ${noTrap}u;
fn trap(site: u32, cause: u32) { trap_cause = select(${wrongSite}u, cause, site == SITE); }
fn trap_if(condition: bool, site: u32, cause: u32) { if (condition) { trap(site, cause); } }
@group(0) @binding(0) var<storage, read> jobs: array<vec4u>;
@group(0) @binding(1) var<storage, read> operands: array<u32>;
@group(0) @binding(2) var<storage, read_write> results: array<u32>;
@compute @workgroup_size(${workgroupSize})
fn main(@builtin(global_invocation_id) id: vec3u) {
  _ = &operands;
  let job = jobs[id.y];
  if (id.x >= job.y) { return; }
  switch (job.x) {
${cases.join('\n')}
    default: {}
  }
}
`
}

function evaluationCase(evaluation: Evaluation, index: number, mode: FloatMode, needed: Set<string>): string {
  const { lowering, immediates = [], literals, name } = evaluation
  let word = 0
  const operands = lowering.parameters.map((type, parameter) => {
    const literal = literals?.[parameter]
    if (literal !== undefined) return literal
    word += wordCount(type)
    return readWords(type, mode, word - wordCount(type))
  })
  const call = (helper: string, ...parameters: string[]) => {
    needed.add(helper)
    return `${helper}(${parameters.join(', ')})`
  }
  const expression = lowering.lower(operands, { mode, immediates, site: 'SITE', call })
  const words = wordCount(lowering.result)
  const stores = resultWords(lowering.result, mode).map(
    (text, offset) => `results[r + ${offset}u] = ${text};`,
  )
  return `    case ${index}u: { // ${name}
      let o = job.z + id.x * ${word}u;
      let r = job.w + id.x * ${words + 1}u;
      let v = ${expression};
      ${stores.join(' ')} results[r + ${words}u] = trap_cause;
    }`
}

function readWords(type: ValueType, mode: FloatMode, first: number): string {
  const words = Array.from({ length: wordCount(type) }, (_, index) => `operands[o + ${first + index}u]`)
  if (words.length > 1) return `vec${words.length}u(${words.join(', ')})`
  return type === 'f32' && mode === 'fast' ? `bitcast<f32>(${words[0]})` : `${words[0]}`
}

function resultWords(type: ValueType | 'bool', mode: FloatMode): string[] {
  if (type === 'bool') return ['select(0u, 1u, v)']
  if (type === 'f32' && mode === 'fast') return ['bitcast<u32>(v)']
  return wordCount(type) === 1 ? ['v'] : Array.from({ length: wordCount(type) }, (_, index) => `v[${index}]`)
}

/** The names with all that they need, each once. */
function withNeeds(names: readonly string[], helpers: Helpers): string[] {
  const all = new Set<string>()
  const pending = [...names]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (all.has(name)) continue
    all.add(name)
    const helper = helpers[name]
    if (helper === undefined) throw new RangeError(`no helper ${name}`)
    pending.push(...(helper.needs ?? []))
  }
  return [...all]
}
