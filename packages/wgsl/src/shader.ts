import type { ParameterPlan } from './compiled-kernel.js'
import { functionName } from './emit/calls.js'
import {
  blockSizeAt,
  countAt,
  firstAt,
  iterationsAt,
  parameter,
  segmentParameters,
  zeroAt,
} from './emit/parameters.js'
import type { ShaderContext } from './emit/shader-context.js'
import { literal } from './emit/value.js'
import { globalName } from './emit/variables.js'
import { type MemoryLayout, needsAtomics } from './runtime/memory-layout.js'
import { resolveHelpers } from './runtime/resolve-helpers.js'
import { outOfFuelCode, trapCode, trapCodeCount } from './trap-codes.js'
import { type FloatMode, type ValueType, wgslType } from './value-type.js'

/** The declarations in front of a kernel's functions. */
export function shaderHead(context: ShaderContext, plan: ParameterPlan): string[] {
  const atomic = needsAtomics(context.helpers)
  const layout: MemoryLayout = {
    atomic,
    bounds: context.options.bounds,
    segments: context.segments.length,
  }
  const word = atomic ? 'atomic<u32>' : 'u32'
  return [
    // Every function ends with a return, reached or not: WGSL's rules for when it must are not worth repeating here.
    'diagnostic(off, chromium.unreachable_code);',
    `@group(0) @binding(0) var<storage, read_write> arena: array<${word}>;`,
    `@group(0) @binding(1) var<storage, read_write> traps: array<atomic<u32>, ${2 * trapCodeCount}>;`,
    `@group(0) @binding(2) var<storage, read> parameters: array<u32, ${plan.sizeBytes / 4}>;`,
    '// Bit 31: this iteration trapped or left its segments.',
    'var<private> stopped: u32;',
    '// The trap, if it is known: site << 4 | cause.',
    'var<private> trapped: u32;',
    ...stopping(context.options.bounds),
    ...globalLines(context),
    ...dataLines(context),
    ...context.indexSets.lines(),
    ...context.structs.values(),
    ...resolveHelpers(context.helpers, layout),
  ]
}

/** The first reason counts. */
function stopping(bounds: 'check' | 'clamp'): string[] {
  const outOfBounds = trapCode('out of bounds memory access')
  return [
    'fn trap(site: u32, cause: u32) {',
    '  if (i32(stopped) >= 0) { trapped = (site << 4u) | cause; stopped = 0x80000000u; }',
    '}',
    'fn outside(site: u32) {',
    `  if (i32(stopped) < 0 && trapped == 0u) { trapped = (site << 4u) | ${outOfBounds}u; }`,
    '}',
    `fn out_of_fuel(site: u32) { trap(site, ${outOfFuelCode}u); }`,
    'fn trap_if(condition: bool, site: u32, cause: u32) {',
    ...(bounds === 'check' ? branchless : []),
    '}',
  ]
}

/** Without a branch: on SwiftShader 1.08 against 1.25 in a loop. */
const branchless = [
  '  let first = condition & (i32(stopped) >= 0);',
  '  trapped = select(trapped, (site << 4u) | cause, first);',
  '  stopped |= select(0u, 0x80000000u, condition);',
]

function globalLines(context: ShaderContext): string[] {
  return [...context.globals].map((index) => {
    const { type } = context.program.globals[index]!
    return `var<private> ${globalName(index)}: ${wgslType(type, context.mode)};`
  })
}

function dataLines(context: ShaderContext): string[] {
  return [...context.data].flatMap((index) => {
    const bytes = context.program.data[index]!
    const words = Array.from({ length: Math.ceil(bytes.length / 4) || 1 }, (_, word) =>
      literal(
        byteAt(bytes, word, 0) | byteAt(bytes, word, 1) | byteAt(bytes, word, 2) | byteAt(bytes, word, 3),
      ),
    )
    return [
      `const data${index} = array<u32, ${words.length}>(${words.join(', ')});`,
      `var<private> data${index}_bytes: u32 = ${bytes.length}u;`,
    ]
  })
}

function byteAt(bytes: Uint8Array, word: number, byte: number): number {
  return (bytes[4 * word + byte] ?? 0) << (8 * byte)
}

/** The entry point: finds its iteration, sets what the host sets, calls the kernel, and tells of a trap. */
export function shaderMain(context: ShaderContext, plan: ParameterPlan): string[] {
  const { workgroupSize } = context.options
  const kernel = context.program.kernel
  return [
    `@compute @workgroup_size(${workgroupSize})`,
    'fn main(',
    '  @builtin(workgroup_id) group: vec3u,',
    '  @builtin(num_workgroups) groups: vec3u,',
    '  @builtin(local_invocation_index) member: u32,',
    ') {',
    `  let index = (group.x + group.y * groups.x) * ${workgroupSize}u + member;`,
    `  if (index >= ${parameter(countAt)}) { return; }`,
    `  let iteration = ${parameter(firstAt)} + index;`,
    ...settings(context, plan),
    `  ${functionName(kernel)}(${kernelOperands(context).join(', ')});`,
    ...(context.canStop ? reportLines(context) : []),
    '}',
  ]
}

function kernelOperands(context: ShaderContext): string[] {
  const buffers = context.segments.flatMap((segment, position) => {
    if (segment.kind !== 'buffer') return []
    const { address, length } = segmentParameters(position)
    return [address, length]
  })
  const all = ['iteration', parameter(iterationsAt), parameter(blockSizeAt), ...buffers]
  return all.filter((_, index) => context.kernelParameters.has(index))
}

/** Gives the globals their values: the host's, or those of the module. */
function settings(context: ShaderContext, plan: ParameterPlan): string[] {
  const { program, stackSegment, stackBytes } = context
  return [...context.globals].flatMap((index) => {
    const { type, setting, words = [0] } = program.globals[index]!
    if (index === program.stackGlobal && stackSegment !== undefined) {
      const { address } = segmentParameters(stackSegment)
      return `  ${globalName(index)} = ${address} + (index + 1u) * ${stackBytes}u;`
    }
    const at = plan.globalsAt + 2 * (setting ?? 0)
    const texts = setting === undefined ? words.map(opaque) : [parameter(at), parameter(at + 1)]
    return `  ${globalName(index)} = ${fromWords(type, texts, context.mode)};`
  })
}

/** Nothing that the shader's compiler may fold: WGSL forbids some floats in constants, and SwiftShader folds zeros wrong. */
function opaque(word: number): string {
  return word === 0 ? parameter(zeroAt) : `(${literal(word)} ^ ${parameter(zeroAt)})`
}

function fromWords(type: ValueType, words: readonly string[], mode: FloatMode): string {
  if (type === 'i32') return words[0]!
  if (type === 'f32') return mode === 'fast' ? `bitcast<f32>(${words[0]})` : words[0]!
  return `${wgslType(type, mode)}(${words.join(', ')})`
}

/**
 * The lowest iteration for each cause, and the site of one that was the lowest when it came: `TrapSite` says when
 * that is sure.
 */
function reportLines(context: ShaderContext): string[] {
  const site = context.accessSite(context.program.kernel)
  // SwiftShader runs every branch: a short one takes a stream kernel from 1.55 to 1.40 of a hand-written one.
  if (context.sites.length === 2) {
    const cause = trapCode('out of bounds memory access')
    return [`  if (i32(stopped) < 0) { atomicMin(&traps[${cause}u], iteration); }`]
  }
  return [
    '  if (i32(stopped) < 0) {',
    `    outside(${site});`,
    '    let cause = trapped & 15u;',
    '    if (atomicMin(&traps[cause], iteration) >= iteration) {',
    `      atomicStore(&traps[${trapCodeCount}u + cause], (iteration << 16u) | (trapped >> 4u));`,
    '    }',
    '  }',
  ]
}
