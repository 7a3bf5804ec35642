import {
  type ConstantValue,
  decodeInstructions,
  decodeModule,
  evaluateConstant,
  functionTypeIndices,
  type Global,
  importedCount,
  type Module,
  type SubType,
  subTypes,
} from '@weft/wasm-binary'
import { callGraph } from '../check/call-graph.js'
import type { Diagnostics } from '../check/diagnostics.js'
import type { KernelSource } from '../compiled-kernel.js'
import type { Program, ProgramFunction, ProgramGlobal, ProgramTable, Signature } from './program.js'
import { kernelValueType, maximumDepth, readBody } from './read-body.js'

/** Reads a valid kernel module. What a GPU cannot have goes to `diagnostics`. */
export function readProgram(source: KernelSource, diagnostics: Diagnostics): Program {
  const module = decodeModule(source.bytes)
  const types = subTypes(module).map(signatureOf)
  const functions = readFunctions(module, source, types, diagnostics)
  const tables = module.tables.map((table, index) =>
    readTable(module, index, Number(table.type.limits.minimum)),
  )
  const kernel = exportedIndex(module, 'kernel', 'func') ?? 0
  const order = callGraph({ kernel, functions, tables, types }, diagnostics)
  return {
    kernel,
    functions: new Map(order.map((index) => [index, functions.get(index)!])),
    order,
    types,
    globals: readGlobals(module, source),
    tables,
    data: module.data.map(({ bytes }) => bytes),
    stackGlobal: source.stack && exportedIndex(module, source.stack.exportName, 'global'),
  }
}

function signatureOf({ composite }: SubType): Signature | undefined {
  if (composite.kind !== 'func') return undefined
  return {
    parameters: composite.parameters.map(kernelValueType),
    results: composite.results.map(kernelValueType),
  }
}

function exportedIndex(module: Module, name: string, kind: 'func' | 'global'): number | undefined {
  return module.exports.find((entry) => entry.name === name && entry.kind === kind)?.index
}

function readFunctions(
  module: Module,
  source: KernelSource,
  types: readonly (Signature | undefined)[],
  diagnostics: Diagnostics,
): Map<number, ProgramFunction> {
  const imported = importedCount(module, 'func')
  const typeIndices = functionTypeIndices(module)
  return new Map(
    module.code.map((body, position) => {
      const index = imported + position
      const signature = types[typeIndices[index]!]!
      const declared = body.locals.flatMap(({ count, type }) =>
        Array.from({ length: count }, () => kernelValueType(type)),
      )
      const read: ProgramFunction = {
        index,
        name: source.functions[index]?.name,
        signature,
        locals: [...signature.parameters, ...declared],
        body: readBody(body, types, (offset) => {
          const message = `blocks are nested more than ${maximumDepth} deep`
          diagnostics.add('nesting', message, 'split the function', index, offset)
        }),
        offset: body.offset,
      }
      return [index, read]
    }),
  )
}

function readTable(module: Module, table: number, size: number): ProgramTable {
  const entries: (number | undefined)[] = Array.from({ length: Math.min(size, maximumTableSize) })
  for (const segment of module.elements) {
    if (segment.mode !== 'active' || segment.table !== table || segment.offset === undefined) continue
    const start = Number(evaluateConstant(segment.offset)?.value ?? 0) >>> 0
    const { items } = segment
    const targets = items.kind === 'functions' ? items.indices : items.expressions.map(referenced)
    targets.forEach((target, position) => {
      entries[start + position] = target
    })
  }
  return entries
}

/** Larger tables have no more functions in a module of any size: what is behind is empty. */
const maximumTableSize = 1 << 20

function referenced(expression: Uint8Array): number | undefined {
  const [first] = decodeInstructions(expression)
  const immediate = first?.immediates[0]
  return immediate?.kind === 'function' ? immediate.index : undefined
}

function readGlobals(module: Module, source: KernelSource): ProgramGlobal[] {
  const settings = new Map(
    source.globals.map(({ exportName }, setting) => [exportedIndex(module, exportName, 'global'), setting]),
  )
  const values: (ConstantValue | undefined)[] = []
  return module.globals.map((global, index) => {
    values.push(evaluateConstant(global.init, (other) => values[other]))
    const { value, mutable } = global.type
    return {
      type: kernelValueType(value),
      mutable,
      words: initialWords(global, values[index]),
      setting: settings.get(index),
    }
  })
}

/** A float's bits come from its instruction, which keeps the payload of a NaN. */
function initialWords(global: Global, value: ConstantValue | undefined): number[] | undefined {
  const [first] = decodeInstructions(global.init)
  const immediate = first?.immediates[0]
  if (immediate?.kind === 'f32') return [immediate.bits]
  if (immediate?.kind === 'f64') return wordsOf(immediate.bits)
  if (immediate?.kind === 'v128') return vectorWords(immediate.bytes)
  if (value?.type === 'i32') return [value.value >>> 0]
  if (value?.type === 'i64') return wordsOf(BigInt.asUintN(64, value.value))
  return undefined
}

/** The two words of 64 bits, the low one first. */
export function wordsOf(bits: bigint): number[] {
  return [Number(bits & 0xffff_ffffn), Number((bits >> 32n) & 0xffff_ffffn)]
}

export function vectorWords(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return [0, 4, 8, 12].map((at) => view.getUint32(at, true))
}
