import type { FunctionType, NumericType } from '@weft/wasm-binary'
import type { Value } from '../values.js'
import { CodeWriter } from './code-writer.js'
import type { StateGlobal } from './module-state.js'

/** What the driver of a function loads and stores around the call. */
export interface DriverPlan {
  readonly target: number
  readonly parameters: readonly NumericType[]
  readonly results: readonly NumericType[]
  /** Set to the address of the memory's buffer, where the kernel has one. */
  readonly memoryBase: number | undefined
  readonly loads: readonly StateGlobal[]
  readonly stores: readonly StateGlobal[]
}

/** Arguments, results and globals each take a slot; records begin with a slot that is the iteration's own. */
export const slotBytes = 16

export function argumentRecordBytes(plan: Pick<DriverPlan, 'parameters'>): number {
  return slotBytes * (1 + plan.parameters.length)
}

export function resultRecordBytes(plan: Pick<DriverPlan, 'results'>): number {
  return slotBytes * (1 + plan.results.length)
}

export function usesState(plan: Pick<DriverPlan, 'loads' | 'stores'>): boolean {
  return plan.loads.length + plan.stores.length > 0
}

/** What an iteration that has run writes to the first slot of its results. */
export function doneMark(iteration: number): number {
  return (iteration ^ 0x5eed_0000) >>> 0
}

/** The driver's parameters: of a kernel with arguments, the memory and the state where used, and the results. */
export function driverParameters(plan: DriverPlan): NumericType[] {
  return Array.from({ length: parametersOf(plan).count }, () => 'i32')
}

function parametersOf(plan: DriverPlan) {
  const memory = 5
  const state = memory + (plan.memoryBase === undefined ? 0 : 2)
  const results = state + (usesState(plan) ? 2 : 0)
  return { iteration: 0, arguments: 3, memory, state, results, count: results + 2 }
}

/**
 * A kernel whose iteration i calls a function with the arguments of record i, if that record's first word is not 0,
 * and writes the bits of its results to record i of the results.
 */
export function writeDriver(plan: DriverPlan): { instructions: Uint8Array; locals: NumericType[] } {
  const parameters = parametersOf(plan)
  const source = parameters.count
  const target = source + 1
  const firstResult = target + 1
  const code = new CodeWriter()
  record(code, parameters.arguments, argumentRecordBytes(plan), source)
  code.at('local.get', 'local', source).access('i32.load', 0).op('i32.eqz')
  code
    .op('if', { kind: 'block', type: { kind: 'empty' } })
    .op('return')
    .op('end')
  if (plan.memoryBase !== undefined) {
    code.at('local.get', 'local', parameters.memory).at('global.set', 'global', plan.memoryBase)
  }
  for (const { global, type, offset } of plan.loads) {
    load(code.at('local.get', 'local', parameters.state), type, offset).at('global.set', 'global', global)
  }
  for (const [index, type] of plan.parameters.entries()) {
    load(code.at('local.get', 'local', source), type, slotBytes * (1 + index))
  }
  code.at('call', 'function', plan.target)
  for (const index of [...plan.results.keys()].reverse()) code.at('local.set', 'local', firstResult + index)
  record(code, parameters.results, resultRecordBytes(plan), target)
  for (const [index, type] of plan.results.entries()) {
    code.at('local.get', 'local', target).at('local.get', 'local', firstResult + index)
    store(code, type, slotBytes * (1 + index))
  }
  for (const { global, type, offset } of plan.stores) {
    code.at('local.get', 'local', parameters.state).at('global.get', 'global', global)
    store(code, type, offset)
  }
  code.at('local.get', 'local', target).at('local.get', 'local', parameters.iteration)
  code.i32(doneMark(0)).op('i32.xor').access('i32.store', 0)
  return { instructions: code.end(), locals: ['i32', 'i32', ...plan.results] }
}

/** Leaves the address of the iteration's record in a local. */
function record(code: CodeWriter, pointer: number, sizeBytes: number, local: number): void {
  code.at('local.get', 'local', pointer).at('local.get', 'local', 0).i32(sizeBytes)
  code.op('i32.mul').op('i32.add').at('local.set', 'local', local)
}

/** Loads a value by its bits, so that the payload of a NaN arrives. */
function load(code: CodeWriter, type: Value['type'], offset: number): CodeWriter {
  switch (type) {
    case 'f32':
      return code.access('i32.load', offset).op('f32.reinterpret_i32')
    case 'f64':
      return code.access('i64.load', offset).op('f64.reinterpret_i64')
    default:
      return code.access(`${type}.load`, offset)
  }
}

function store(code: CodeWriter, type: Value['type'], offset: number): CodeWriter {
  switch (type) {
    case 'f32':
      return code.op('i32.reinterpret_f32').access('i32.store', offset)
    case 'f64':
      return code.op('i64.reinterpret_f64').access('i64.store', offset)
    default:
      return code.access(`${type}.store`, offset)
  }
}

/** The types of a function whose values are all numbers; undefined if there are references among them. */
export function numericSignature(
  type: FunctionType | undefined,
): { parameters: NumericType[]; results: NumericType[] } | undefined {
  const numbers = (types: FunctionType['parameters']) => types.filter((each) => typeof each === 'string')
  if (type === undefined) return undefined
  const parameters = numbers(type.parameters)
  const results = numbers(type.results)
  const whole = parameters.length + results.length === type.parameters.length + type.results.length
  return whole ? { parameters, results } : undefined
}
