import { eachNamed, relations } from '../runtime/each-named.js'
import type { Lowering, Lowerings } from './lowering.js'
import { literalValue, loweringsFrom } from './lowerings-from.js'

const binary = ['i32', 'i32'] as const

/** False for a divisor that is a literal other than 0 and -1: no division by it traps, and WGSL's own is right. */
export function divisionCanTrap(divisor: string): boolean {
  const value = literalValue(divisor)
  return value === undefined || value === 0 || value === 0xffffffff
}

const checkedDivisions = loweringsFrom(
  binary,
  'i32',
  eachNamed('div_s div_u rem_s rem_u', 'i32.', (name) => `i32_${name}(a, b, site)`),
)

const plainDivisions = loweringsFrom(binary, 'i32', {
  'i32.div_s': 'u32(i32(a) / i32(b))',
  'i32.div_u': '(a / b)',
  'i32.rem_s': 'u32(i32(a) % i32(b))',
  'i32.rem_u': '(a % b)',
})

function division([name, checked]: [string, Lowering]): [string, Lowering] {
  const lower: Lowering['lower'] = (operands, context) => {
    const plain = divisionCanTrap(operands[1] ?? '') ? undefined : plainDivisions[name]
    return (plain ?? checked).lower(operands, context)
  }
  return [name, { ...checked, lower }]
}

const comparisons = Object.entries(relations).flatMap(([name, operator]) => [
  [`i32.${name}_s`, `(i32(a) ${operator} i32(b))`],
  [`i32.${name}_u`, `(a ${operator} b)`],
])

export const i32Lowerings: Lowerings = {
  ...loweringsFrom(binary, 'i32', {
    'i32.add': '(a + b)',
    'i32.sub': '(a - b)',
    'i32.mul': '(a * b)',
    'i32.and': '(a & b)',
    'i32.or': '(a | b)',
    'i32.xor': '(a ^ b)',
    'i32.shl': '(a << n)',
    'i32.shr_s': 'u32(i32(a) >> n)',
    'i32.shr_u': '(a >> n)',
    'i32.rotl': 'i32_rotl(a, n)',
    'i32.rotr': 'i32_rotr(a, n)',
  }),
  ...Object.fromEntries(Object.entries(checkedDivisions).map(division)),
  ...loweringsFrom(binary, 'bool', {
    'i32.eq': '(a == b)',
    'i32.ne': '(a != b)',
    ...Object.fromEntries(comparisons),
  }),
  ...loweringsFrom(['i32'], 'bool', { 'i32.eqz': '(a == 0u)' }),
  ...loweringsFrom(['i32'], 'i32', {
    'i32.clz': 'countLeadingZeros(a)',
    'i32.ctz': 'countTrailingZeros(a)',
    'i32.popcnt': 'countOneBits(a)',
    'i32.extend8_s': 'i32_extend8_s(a)',
    'i32.extend16_s': 'i32_extend16_s(a)',
  }),
}
