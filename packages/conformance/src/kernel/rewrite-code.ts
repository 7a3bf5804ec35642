import { type FunctionBody, forEachInstruction, type Immediate, type Instruction } from '@weft/wasm-binary'
import { CodeWriter } from './code-writer.js'
import type { FlushHelpers } from './flush-helpers.js'
import type { MemoryHelpers } from './memory-helpers.js'
import type { ModuleState, StateGlobal } from './module-state.js'

/** What stands for the instructions that need the instance's state. */
export interface Rewriting {
  readonly helpers: MemoryHelpers
  readonly state: ModuleState
  /** Only where floats are to be what an inexact device may make of them. */
  readonly flush?: FlushHelpers | undefined
  readonly memoryPages: number
  readonly segmentSizes: readonly number[]
  /** Indices of functions that read and write a mutable vector, which is two globals. */
  readonly vectorGetter: (halves: readonly StateGlobal[]) => number
  readonly vectorSetter: (halves: readonly StateGlobal[]) => number
}

/** A body whose memory, dropped segments and mutable vectors are those of the instance. */
export function rewriteBody(body: FunctionBody, rewriting: Rewriting): FunctionBody {
  const code = new CodeWriter()
  forEachInstruction(body.instructions, (instruction) => {
    const replaced = !instruction.immediates.some(isOtherMemory) && rewrite(instruction, rewriting, code)
    if (!replaced) code.bytes(body.instructions.subarray(instruction.start, instruction.end))
  })
  return { ...body, instructions: code.finish(), offset: 0, instructionsOffset: 0 }
}

/** Further memories are refused elsewhere. */
function isOtherMemory(immediate: Immediate): boolean {
  if (immediate.kind === 'memarg') return immediate.memory > 0
  return immediate.kind === 'memory' && immediate.index > 0
}

/** Writes what stands for an instruction; false where it stays as it is. */
function rewrite({ name, immediates }: Instruction, rewriting: Rewriting, code: CodeWriter): boolean {
  const { helpers, state } = rewriting
  const [first] = immediates
  const index = first !== undefined && 'index' in first ? first.index : 0
  const call = (helper: number) => code.at('call', 'function', helper)
  if (name === 'memory.size') code.i32(rewriting.memoryPages)
  else if (name === 'memory.fill') call(helpers.fill())
  else if (name === 'memory.copy') call(helpers.copy())
  else if (name === 'memory.init') call(helpers.init(index, rewriting.segmentSizes[index] ?? 0, state))
  else if (name === 'data.drop') markDropped(index, state, code)
  else if (first?.kind === 'memarg') return callAccess(name, immediates, helpers, code)
  else if (first?.kind === 'global' && isVector(index, state)) {
    const halves = state.globals.get(index) ?? []
    call(name === 'global.set' ? rewriting.vectorSetter(halves) : rewriting.vectorGetter(halves))
  } else return callFlush(name, rewriting.flush, code)
  return true
}

function callFlush(name: string, flush: FlushHelpers | undefined, code: CodeWriter): boolean {
  const helper = flush?.operation(name)
  if (helper !== undefined) code.at('call', 'function', helper)
  return helper !== undefined
}

function markDropped(segment: number, state: ModuleState, code: CodeWriter): void {
  const slot = state.dropped.get(segment)
  if (slot !== undefined) code.i32(1).at('global.set', 'global', slot.global)
}

function callAccess(
  name: string,
  immediates: readonly Immediate[],
  helpers: MemoryHelpers,
  code: CodeWriter,
): boolean {
  const helper = helpers.access(name, immediates)
  if (helper !== undefined) code.at('call', 'function', helper)
  return helper !== undefined
}

function isVector(global: number, state: ModuleState): boolean {
  return (state.globals.get(global)?.length ?? 0) > 1
}
