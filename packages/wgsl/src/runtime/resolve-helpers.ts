import { parameter, zeroAt } from '../emit/parameters.js'
import { invariant } from '../invariant.js'
import { atomicHelper } from './atomics.js'
import { bulkHelper } from './bulk.js'
import { bytesHelper } from './bytes.js'
import type { Helper, Helpers } from './helper.js'
import type { MemoryLayout } from './memory-layout.js'
import { numericHelpers } from './numeric-helpers.js'
import { wordsHelper } from './words.js'

/** In every shader. */
const builtIn = new Set(['trap', 'trap_if', 'outside', 'out_of_fuel'])

const basics: Helpers = {
  float_of_bits: { code: 'fn float_of_bits(bits: u32) -> f32 { return bitcast<f32>(bits); }' },
  separate_f32: {
    code: `fn separate_f32(value: f32) -> f32 { return bitcast<f32>(bitcast<u32>(value) ^ ${parameter(zeroAt)}); }`,
  },
  separate_f32x4: {
    code: `fn separate_f32x4(value: vec4u) -> vec4u { return value ^ vec4u(${parameter(zeroAt)}); }`,
  },
}

/** The code of the helpers named, and of all that they need, each once. */
export function resolveHelpers(names: Iterable<string>, layout: MemoryLayout): string[] {
  const codes = new Map<string, string>()
  const pending = [...names]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (codes.has(name) || builtIn.has(name)) continue
    const helper = helperOf(name, layout)
    invariant(helper !== undefined, `there is no helper ${name}`)
    codes.set(name, helper.code)
    pending.push(...(helper.needs ?? []))
  }
  return [...codes.values()].flatMap((code) => code.split('\n'))
}

function helperOf(name: string, layout: MemoryLayout): Helper | undefined {
  return (
    numericHelpers[name] ??
    basics[name] ??
    wordsHelper(name, layout) ??
    bytesHelper(name, layout) ??
    bulkHelper(name) ??
    atomicHelper(name)
  )
}
