import { decodeInstructions, type Instruction } from './instructions.js'
import type { Expression } from './module.js'

/** The value of a constant expression: integers as signed numbers. */
export type ConstantValue =
  | { readonly type: 'i32'; readonly value: number }
  | { readonly type: 'i64'; readonly value: bigint }
  | { readonly type: 'f32'; readonly value: number }
  | { readonly type: 'f64'; readonly value: number }

/**
 * The number that a constant expression yields, extended arithmetic included (core specification 3.4.12). Undefined
 * for anything else: vectors, references, and `global.get` unless `globalValue` knows the global. Throws
 * `BinaryError` for malformed bytes.
 */
export function evaluateConstant(
  expression: Expression,
  globalValue: (index: number) => ConstantValue | undefined = () => undefined,
): ConstantValue | undefined {
  const stack: ConstantValue[] = []
  for (const instruction of decodeInstructions(expression)) {
    if (instruction.name === 'end') break
    const value = evaluate(instruction, stack, globalValue)
    if (value === undefined) return undefined
    stack.push(value)
  }
  return stack.length === 1 ? stack[0] : undefined
}

function evaluate(
  instruction: Instruction,
  stack: ConstantValue[],
  globalValue: (index: number) => ConstantValue | undefined,
): ConstantValue | undefined {
  const [immediate] = instruction.immediates
  switch (immediate?.kind) {
    case 'i32':
      return { type: 'i32', value: immediate.value }
    case 'i64':
      return { type: 'i64', value: immediate.value }
    case 'f32':
    case 'f64':
      return { type: immediate.kind, value: immediate.value }
    case 'global':
      return instruction.name === 'global.get' ? globalValue(immediate.index) : undefined
    default:
      return arithmetic(instruction.name, stack)
  }
}

function arithmetic(name: string, stack: ConstantValue[]): ConstantValue | undefined {
  const right = stack.pop()
  const left = stack.pop()
  if (left?.type === 'i32' && right?.type === 'i32') {
    if (name === 'i32.add') return { type: 'i32', value: (left.value + right.value) | 0 }
    if (name === 'i32.sub') return { type: 'i32', value: (left.value - right.value) | 0 }
    if (name === 'i32.mul') return { type: 'i32', value: Math.imul(left.value, right.value) }
  }
  if (left?.type === 'i64' && right?.type === 'i64') {
    if (name === 'i64.add') return { type: 'i64', value: BigInt.asIntN(64, left.value + right.value) }
    if (name === 'i64.sub') return { type: 'i64', value: BigInt.asIntN(64, left.value - right.value) }
    if (name === 'i64.mul') return { type: 'i64', value: BigInt.asIntN(64, left.value * right.value) }
  }
  return undefined
}
