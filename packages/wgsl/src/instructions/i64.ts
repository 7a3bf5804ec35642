import { eachNamed } from '../runtime/each-named.js'
import type { Lowerings } from './lowering.js'
import { loweringsFrom } from './lowerings-from.js'

const calls = (names: string, operands: string) =>
  eachNamed(names, 'i64.', (name) => `i64_${name}(${operands})`)
const comparisons = (name: string, pattern: (less: string) => string) =>
  eachNamed('s u', `i64.${name}_`, (sign) => pattern(`i64_lt_${sign}`))

export const i64Lowerings: Lowerings = {
  ...loweringsFrom(['i64', 'i64'], 'i64', {
    ...calls('add sub mul', 'a, b'),
    ...calls('div_s div_u rem_s rem_u', 'a, b, site'),
    ...calls('shl shr_s shr_u rotl rotr', 'a, b.x'),
    'i64.and': '(a & b)',
    'i64.or': '(a | b)',
    'i64.xor': '(a ^ b)',
  }),
  ...loweringsFrom(['i64', 'i64'], 'bool', {
    'i64.eq': 'all(a == b)',
    'i64.ne': 'any(a != b)',
    ...comparisons('lt', (less) => `${less}(a, b)`),
    ...comparisons('gt', (less) => `${less}(b, a)`),
    ...comparisons('le', (less) => `(!${less}(b, a))`),
    ...comparisons('ge', (less) => `(!${less}(a, b))`),
  }),
  ...loweringsFrom(['i64'], 'bool', calls('eqz', 'a')),
  ...loweringsFrom(['i64'], 'i64', calls('clz ctz popcnt extend8_s extend16_s extend32_s', 'a')),
}
