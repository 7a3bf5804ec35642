import type { Immediate, MemoryArgument, NumericType } from '@weft/wasm-binary'
import { word } from '../program/constants.js'
import { type Access, atomicAccesses, plainAccesses } from '../program/instruction-lists.js'
import { inputMask, largestOffset, sliceMask } from '../program/program.js'
import {
  type AddressNode,
  address,
  type Base,
  instruction,
  length,
  localGet,
  type Node,
} from '../program/tree.js'
import type { Scope } from './scope.js'

/** An access somewhere the iteration may go. */
export function makeAccess(scope: Scope, access: Access): Node {
  const isLoad = access.results.length > 0 && !access.isAtomic
  const base = isLoad ? loadBase(scope) : 'slice'
  const isAligned = access.isAtomic || scope.random.chance(0.5)
  return accessNode(scope, access, makeAddress(scope, base, isAligned ? access.bytes : 1), isAligned)
}

/** The access at an address that was made already. */
export function accessNode(scope: Scope, access: Access, at: AddressNode, isAligned: boolean): Node {
  const operands = [at, ...access.parameters.map((type) => scope.value(type))]
  const immediates: Immediate[] = [memoryArgument(scope, access, isAligned)]
  if (access.lanes !== undefined) immediates.push({ kind: 'lane', lane: scope.random.below(access.lanes) })
  return instruction(access.name, operands, access.results, ...immediates)
}

function memoryArgument({ random }: Scope, { bytes, isAtomic }: Access, isAligned: boolean): MemoryArgument {
  const natural = Math.log2(bytes)
  const step = isAligned ? bytes : 1
  const offset = random.chance(0.5) ? 0 : random.below(Math.floor(largestOffset / step) + 1) * step
  // The alignment that is written down is a hint that need not be true.
  const align = isAtomic ? natural : random.below(natural + 1)
  return { kind: 'memarg', align, memory: 0, offset: BigInt(offset) }
}

function loadBase({ random, isKernel, plan }: Scope): Base {
  const second: Base = isKernel && plan.layout.inputs === 2 ? 'secondInput' : 'input'
  return random.weighted([
    [4, 'slice'],
    [4, 'input'],
    [2, second],
    [2, 'static'],
  ] as const)
}

/** An address that is a multiple of `alignment`, if its base is one. */
function makeAddress(scope: Scope, base: Base, alignment: number): AddressNode {
  const mask = (base === 'slice' ? sliceMask : inputMask) & ~(alignment - 1)
  return address(base, mask, scope.value('i32'))
}

/** A value of the in-buffer, another one in each iteration. Only in the kernel itself. */
export function loadInput({ random }: Scope, type: NumericType): Node {
  const index = instruction('i32.mul', [localGet(0, 'i32'), word(random.between(1, inputMask))], ['i32'])
  const argument = {
    kind: 'memarg',
    align: 0,
    memory: 0,
    offset: BigInt(random.below(largestOffset)),
  } as const
  return instruction(`${type}.load`, [address('input', inputMask, index)], [type], argument)
}

/** Loads and stores of the types in use. */
export function usableAccesses(scope: Scope, accesses: readonly Access[] = plainAccesses): Access[] {
  const { types } = scope.plan
  return accesses.filter(({ parameters, results }) =>
    [...parameters, ...results].every((type) => types.includes(type)),
  )
}

/** Atomic accesses need slices at multiples of their size. */
export function usableAtomics(scope: Scope): Access[] {
  const { strideBytes } = scope.plan.layout
  return usableAccesses(scope, atomicAccesses).filter(({ bytes }) => strideBytes % bytes === 0)
}

/** `memory.copy` or `memory.fill` inside the slice. */
export function makeBulk(scope: Scope): Node {
  const { random } = scope
  const target = makeAddress(scope, 'slice', random.pick([1, 1, 4, 8]))
  const size = length(
    random.pick([7, 15, 31]),
    random.chance(0.5) ? word(random.below(32)) : scope.value('i32'),
  )
  const memory: Immediate = { kind: 'memory', index: 0 }
  if (random.chance(0.5)) return instruction('memory.fill', [target, scope.value('i32'), size], [], memory)
  const source = makeAddress(scope, loadBase(scope), random.pick([1, 1, 4, 8]))
  return instruction('memory.copy', [target, source, size], [], memory, memory)
}

/** Operations whose order does not matter: all iterations may do them to one word. */
const sharedOperations = ['add', 'and', 'or', 'xor'] as const

/** Adds to a word that all iterations share, without looking at what it was. */
export function makeShared(scope: Scope): Node {
  const which = scope.random.below(sharedOperations.length)
  const argument: Immediate = { kind: 'memarg', align: 2, memory: 0, offset: BigInt(4 * which) }
  const operands = [address('shared', 0, word(0)), scope.value('i32')]
  const update = instruction(`i32.atomic.rmw.${sharedOperations[which]}`, operands, ['i32'], argument)
  return instruction('drop', [update])
}
