import { encodeModule, type FunctionBody, type Module } from '@weft/wasm-binary'
import { type FuzzProgram, fixedParameters, staticAddress } from '../program/program.js'
import type { Node } from '../program/tree.js'
import { FunctionEncoder, hiddenParameters } from './function-encoder.js'
import { InstructionWriter } from './instruction-writer.js'
import { ModuleIndices } from './module-indices.js'

/** Turns of loops without a counter that one call of a function may take. */
const kernelFuel = 16
const functionFuel = 5

/**
 * The module of a program: only what the kernel can reach. With `firstIteration`, iterations below it do nothing.
 * Throws `UnknownLabelError` for a branch outside of its block; other mistakes give a module that is not valid.
 */
export function encodeProgram(program: FuzzProgram, firstIteration = 0): Uint8Array<ArrayBuffer> {
  const indices = new ModuleIndices()
  const encoders = encodeReachable(program, indices)
  const functions = [...indices.functions.keys()]
  const written = writtenGlobals(functions.map((number) => program.functions[number]!.body))
  const code = encoders.map((encoder) => bodyOf(program, encoder, indices, written, firstIteration))
  const types = functions.map((number) => {
    const { parameters, results } = program.functions[number]!.signature
    return indices.type(number === 0 ? parameters : [...hiddenParameters, ...parameters], results)
  })
  return encodeModule({ ...sections(program, indices), functions: types, code, types: typeSection(indices) })
}

/** Functions in the order of their indices; encoding one may reach more. */
function encodeReachable(program: FuzzProgram, indices: ModuleIndices): FunctionEncoder[] {
  indices.function(0)
  const encoders: FunctionEncoder[] = []
  while (encoders.length < indices.functions.size) {
    const number = [...indices.functions.keys()][encoders.length]!
    encoders.push(new FunctionEncoder(program, number, indices))
    if (indices.usesTable) for (const entry of program.table) if (entry !== null) indices.function(entry)
  }
  return encoders
}

function writtenGlobals(nodes: readonly Node[], found = new Set<number>()): Set<number> {
  for (const node of nodes) {
    if (node.kind === 'instruction' && node.name === 'global.set') {
      const [immediate] = node.immediates
      if (immediate?.kind === 'global') found.add(immediate.index)
    }
    writtenGlobals(node.operands, found)
  }
  return found
}

function bodyOf(
  program: FuzzProgram,
  encoder: FunctionEncoder,
  indices: ModuleIndices,
  written: ReadonlySet<number>,
  firstIteration: number,
): FunctionBody {
  const writer = new InstructionWriter()
  if (encoder.isKernel) {
    if (firstIteration > 0) skipIterations(writer, firstIteration)
    if (encoder.usesSlice) findSlice(writer, program, encoder)
    // Globals live as long as an instance, which may run any number of iterations.
    for (const number of written) resetGlobal(writer, program, indices, number)
  }
  if (encoder.usesFuel) {
    writer.word(encoder.isKernel ? kernelFuel : functionFuel)
    writer.local('set', encoder.hiddenLocal('fuel', 'i32'))
  }
  const instructions = writer.bytes(encoder.writer.finish()).emit('end').finish()
  const locals = encoder.locals.map((type) => ({ count: 1, type }))
  return { locals, instructions, offset: 0, instructionsOffset: 0 }
}

function skipIterations(writer: InstructionWriter, firstIteration: number): void {
  writer.local('get', 0).word(firstIteration).emit('i32.lt_u').open('if', { kind: 'empty' })
  writer.emit('return').emit('end')
}

function findSlice(writer: InstructionWriter, program: FuzzProgram, encoder: FunctionEncoder): void {
  const { inputs, strideBytes } = program.layout
  writer
    .local('get', fixedParameters + 2 * inputs)
    .local('get', 0)
    .word(strideBytes)
  writer.emit('i32.mul').emit('i32.add').local('set', encoder.hiddenLocal('slice', 'i32'))
}

function resetGlobal(
  writer: InstructionWriter,
  program: FuzzProgram,
  indices: ModuleIndices,
  number: number,
) {
  const { name, immediates } = program.globals[number]!.initial
  writer.emit(name, ...immediates)
  writer.emit('global.set', { kind: 'global', index: indices.global(number) })
}

function typeSection({ types }: ModuleIndices): Module['types'] {
  return types.map((type) => ({
    explicit: false,
    types: [{ final: true, supertypes: [], composite: { kind: 'func', ...type } }],
  }))
}

/** Everything but types, functions and code. */
function sections(
  program: FuzzProgram,
  indices: ModuleIndices,
): Omit<Module, 'types' | 'functions' | 'code'> {
  const { usesData, usesTable } = indices
  const limits = { minimum: usesData ? 1n : 0n, maximum: 65_536n }
  const memory = { kind: 'memory' as const, type: { limits, shared: true, index: 'i32' as const } }
  return {
    imports: [{ module: '', name: 'memory', type: memory }],
    tables: usesTable ? [tableOf(program)] : [],
    memories: [],
    tags: [],
    globals: globalsOf(program, indices),
    exports: [{ name: 'kernel', kind: 'func', index: 0 }],
    elements: usesTable ? elementsOf(program, indices) : [],
    data: usesData
      ? [{ mode: 'active', memory: 0, offset: constant(staticAddress), bytes: program.data }]
      : [],
    customs: [],
  }
}

function globalsOf(program: FuzzProgram, indices: ModuleIndices): Module['globals'] {
  return [...indices.globals.keys()].map((number) => {
    const { type, mutable, initial } = program.globals[number]!
    const init = new InstructionWriter()
      .emit(initial.name, ...initial.immediates)
      .emit('end')
      .finish()
    return { type: { value: type, mutable }, init }
  })
}

function tableOf({ table }: FuzzProgram): Module['tables'][number] {
  const size = BigInt(table.length)
  const limits = { minimum: size, maximum: size }
  return { type: { element: { nullable: true, heap: 'func' }, limits, index: 'i32' } }
}

/** One segment for each entry that is filled. */
function elementsOf({ table }: FuzzProgram, indices: ModuleIndices): Module['elements'] {
  return table.flatMap((number, position) => {
    if (number === null) return []
    const items = { kind: 'functions' as const, indices: [indices.function(number)] }
    const type = { nullable: false, heap: 'func' as const }
    return [{ mode: 'active' as const, table: 0, offset: constant(position), type, items }]
  })
}

function constant(value: number): Uint8Array {
  return new InstructionWriter().word(value).emit('end').finish()
}
