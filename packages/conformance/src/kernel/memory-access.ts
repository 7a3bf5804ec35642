import type { NumericType } from '@weft/wasm-binary'

/** What an instruction with a memory argument takes behind its address, and gives. */
export interface MemoryAccess {
  readonly sizeBytes: number
  readonly parameters: readonly NumericType[]
  readonly results: readonly NumericType[]
}

const scalar = /^(i32|i64|f32|f64)\.(?:atomic\.)?(load|store)(8|16|32)?(?:_[su])?$/
const update = /^(i32|i64)\.atomic\.rmw(8|16|32)?\.(\w+?)(?:_u)?$/
const lane = /^v128\.(load|store)(8|16|32|64)_lane$/
const vector = /^v128\.(load|store)(?:(8|16|32|64)_(?:splat|zero)|(?:8x8|16x4|32x2)(_[su]))?$/

const notifications: Readonly<Record<string, MemoryAccess>> = {
  'memory.atomic.notify': { sizeBytes: 4, parameters: ['i32'], results: ['i32'] },
  'memory.atomic.wait32': { sizeBytes: 4, parameters: ['i32', 'i64'], results: ['i32'] },
  'memory.atomic.wait64': { sizeBytes: 8, parameters: ['i64', 'i64'], results: ['i32'] },
}

/** The access that an instruction makes; undefined for instructions without a memory argument. */
export function memoryAccess(name: string): MemoryAccess | undefined {
  return notifications[name] ?? scalarAccess(name) ?? updateAccess(name) ?? vectorAccess(name)
}

function scalarAccess(name: string): MemoryAccess | undefined {
  const [, type, direction, bits] = scalar.exec(name) ?? []
  if (type === undefined) return undefined
  return transfer(type as NumericType, direction === 'store', Number(bits ?? type.slice(1)) / 8)
}

function updateAccess(name: string): MemoryAccess | undefined {
  const [, word, bits, operation] = update.exec(name) ?? []
  if (word === undefined) return undefined
  const type = word as NumericType
  const parameters = operation === 'cmpxchg' ? [type, type] : [type]
  return { sizeBytes: Number(bits ?? word.slice(1)) / 8, parameters, results: [type] }
}

function vectorAccess(name: string): MemoryAccess | undefined {
  const [, direction, laneBits] = lane.exec(name) ?? []
  if (direction !== undefined) {
    const results: NumericType[] = direction === 'store' ? [] : ['v128']
    return { sizeBytes: Number(laneBits) / 8, parameters: ['v128'], results }
  }
  const [, whole, partBits, extended] = vector.exec(name) ?? []
  if (whole === undefined) return undefined
  const wholeBytes = extended === undefined ? 16 : 8
  return transfer('v128', whole === 'store', partBits === undefined ? wholeBytes : Number(partBits) / 8)
}

function transfer(type: NumericType, store: boolean, sizeBytes: number): MemoryAccess {
  return { sizeBytes, parameters: store ? [type] : [], results: store ? [] : [type] }
}
