import type { NumericType } from '@weft/wasm-binary'
import { interestingBytes, randomConstant } from '../program/constants.js'
import {
  dumpBytes,
  type FuzzGlobal,
  inputMask,
  type KernelLayout,
  kernelSignature,
  largestOffset,
  scratchBytes,
} from '../program/program.js'
import type { Random } from '../program/random.js'
import { type Signature, valueTypes } from '../program/signature.js'
import type { InstructionNode } from '../program/tree.js'
import { type Focus, focusOf, focusSize } from './focus.js'

/** How large and how costly kernels get. The same seed gives other kernels under other options. */
export interface GenerateOptions {
  /** About how many instructions a kernel has, without what makes it deterministic. Default 150. */
  readonly instructions?: number | undefined
  /** Most float instructions: they are long where floats are made of integers. Default: no limit. */
  readonly floats?: number | undefined
  /** Most functions besides the kernel. Default 4. */
  readonly functions?: number | undefined
}

/** All of a kernel that is decided before its code. */
export interface Plan {
  readonly layout: KernelLayout
  /** Value types in use. */
  readonly types: readonly NumericType[]
  readonly signatures: readonly Signature[]
  readonly globals: readonly FuzzGlobal[]
  readonly table: readonly (number | null)[]
  readonly data: Uint8Array
  readonly focus: Focus
  /** Whether traps may happen. Most kernels have none: memory is not compared after one. */
  readonly mayTrap: boolean
  readonly instructions: number
  readonly floats: number
}

/** Locals that the kernel writes out at its end, besides those that hold what the focus gave. */
export const ownLocals = 6

export function planKernel(seed: number, random: Random, options: GenerateOptions): Plan {
  const { instructions = 150, floats = Number.POSITIVE_INFINITY, functions = 4 } = options
  const focus = focusOf(seed)
  const layout = planLayout(random, focus)
  const types = planTypes(random, focus)
  const signatures = [kernelSignature(layout)]
  for (let count = random.below(functions + 1); count > 0; count--)
    signatures.push(planSignature(random, types))
  return {
    layout,
    types,
    signatures,
    globals: Array.from({ length: random.below(4) }, () => planGlobal(random, types)),
    table: planTable(random, signatures.length),
    data: planData(random),
    focus,
    mayTrap: random.chance(0.3),
    instructions: Math.ceil(instructions * (0.3 + random.below(100) / 100)),
    floats,
  }
}

function planLayout(random: Random, focus: Focus): KernelLayout {
  const fullStride = scratchBytes + (ownLocals + focusSize) * dumpBytes
  const needsAlignment = focus.accesses.some(({ isAtomic }) => isAtomic)
  return {
    inputs: random.chance(0.3) ? 2 : 1,
    hasShared: random.chance(0.25),
    // Aligned, aligned to words, and not at all, so that neighbours share a word.
    strideBytes: fullStride + (needsAlignment ? 16 : random.pick([16, 16, 16, 4, random.between(1, 15)])),
    iterations: random.pick([1, 2, 3, 8, 31, 64, 65, 100]),
    blockSize: random.pick([1, 1, 2, 64, 1000]),
  }
}

function planTypes(random: Random, focus: Focus): NumericType[] {
  const wanted = new Set<NumericType>(['i32'])
  for (const { parameters, results } of focus.operations) {
    for (const type of [...parameters, ...results]) wanted.add(type)
  }
  for (const { parameters, results } of focus.accesses) {
    for (const type of [...parameters, ...results]) wanted.add(type)
  }
  return valueTypes.filter((type) => wanted.has(type) || random.chance(0.4))
}

function planSignature(random: Random, types: readonly NumericType[]): Signature {
  const some = (most: number) => Array.from({ length: random.between(0, most) }, () => random.pick(types))
  return { parameters: some(4), results: random.chance(0.6) ? [random.pick(types)] : some(3) }
}

function planGlobal(random: Random, types: readonly NumericType[]): FuzzGlobal {
  const type = random.pick(types)
  const mutable = type !== 'v128' && random.chance(0.7)
  return { type, mutable, initial: mutable ? mutableInitial(random, type) : randomConstant(random, type) }
}

/**
 * A host hands these over as JavaScript values, which cannot hold every NaN; and a multiple of 16 could be taken for
 * the start of a stack.
 */
function mutableInitial(random: Random, type: NumericType): InstructionNode {
  for (;;) {
    const constant = randomConstant(random, type)
    const [immediate] = constant.immediates
    const value = immediate !== undefined && 'value' in immediate ? immediate.value : 0
    if (type === 'i32' && Number(value) % 16 === 0) continue
    if (!Number.isNaN(Number(value))) return constant
  }
}

/** Each entry is a function other than the kernel, or none. */
function planTable(random: Random, functions: number): (number | null)[] {
  if (functions === 1 || random.chance(0.4)) return []
  const size = random.between(2, 8)
  const empty = random.below(size)
  return Array.from({ length: size }, (_, index) =>
    index === empty ? null : random.between(1, functions - 1),
  )
}

function planData(random: Random): Uint8Array {
  const bytes = new Uint8Array(inputMask + 1 + largestOffset + 16)
  fillWithValues(random, bytes)
  return bytes
}

/** Fills memory with values of all types, so that loads find special ones. */
export function fillWithValues(random: Random, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const type = random.pick(valueTypes)
    const size = type === 'v128' ? 16 : Number(type.slice(1)) / 8
    const value = interestingBytes(random, type).subarray(0, Math.min(size, bytes.length - at))
    bytes.set(value, at)
    at += size
  }
}
