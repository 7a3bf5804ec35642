import { type NumericType, type OpcodeEntry, opcodeEntries } from '@weft/wasm-binary'
import { type Signature, signatureOf } from './signature.js'

/** A numeric or vector instruction without memory access. */
export interface Operation extends Signature {
  readonly name: string
  readonly shapes: OpcodeEntry['shapes']
}

/** A load, store or atomic access. */
export interface Access {
  readonly name: string
  /** What it takes besides the address. */
  readonly parameters: readonly NumericType[]
  readonly results: readonly NumericType[]
  readonly bytes: number
  /** Lanes to choose from, for the accesses of one lane. */
  readonly lanes: number | undefined
  readonly isAtomic: boolean
}

const numeric = /^(v128|[if]\d+(x\d+)?)\./
const entries = opcodeEntries().filter(({ name }) => numeric.test(name) && !name.startsWith('i31'))

/** Relaxed instructions are left out: devices may differ in them. */
export const operations: readonly Operation[] = entries
  .filter(
    ({ name, shapes }) =>
      shapes.every((shape) => shape === 'lane' || shape === 'shuffle') && !/relaxed/.test(name),
  )
  .map(({ name, shapes }) => ({ name, shapes, ...signatureOf(name) }))

const accesses = entries.filter(({ shapes }) => shapes[0] === 'memarg').map(accessOf)

export const plainAccesses: readonly Access[] = accesses.filter(({ isAtomic }) => !isAtomic)

/** Those of 64 bits are left out: GPUs have none. */
export const atomicAccesses: readonly Access[] = accesses.filter(
  ({ bytes, isAtomic }) => isAtomic && bytes < 8,
)

function accessOf({ name }: OpcodeEntry): Access {
  const type = name.split('.')[0] as NumericType
  const size = /(load|store|rmw)(\d*)(x\d)?/.exec(name)!
  const full = type === 'v128' ? 16 : Number(type.slice(1)) / 8
  const bytes = size[3] !== undefined ? 8 : size[2] === '' ? full : Number(size[2]) / 8
  const isLane = name.endsWith('_lane')
  const isStore = size[1] === 'store'
  const taken = isStore || isLane || size[1] === 'rmw' ? 1 : 0
  return {
    name,
    parameters: Array<NumericType>(name.includes('cmpxchg') ? 2 : taken).fill(type),
    results: isStore ? [] : [type],
    bytes,
    lanes: isLane ? 16 / bytes : undefined,
    isAtomic: name.includes('atomic'),
  }
}

const traps = /\.(div|rem)_|^i\d+\.trunc_f/

/** True for instructions that trap for some operands. */
export function mayTrap(name: string): boolean {
  return traps.test(name)
}
