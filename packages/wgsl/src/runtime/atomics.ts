import { trapCode } from '../trap-codes.js'
import type { Helper } from './helper.js'

/** What becomes of an old value, and WGSL's function for whole words. */
const operations: Readonly<Record<string, readonly [changed: string, whole?: string]>> = {
  add: ['old + value', 'atomicAdd'],
  sub: ['old - value', 'atomicSub'],
  and: ['old & value', 'atomicAnd'],
  or: ['old | value', 'atomicOr'],
  xor: ['old ^ value', 'atomicXor'],
  xchg: ['value', 'atomicExchange'],
  cmpxchg: ['value'],
}

/**
 * Atomic accesses of 8, 16 and 32 bits: `atomic_rmw32_add`, `atomic_rmw8_cmpxchg`, `atomic_load16`, `atomic_store32`. They
 * trap at addresses that are not aligned: threads proposal, "atomic memory accesses".
 */
export function atomicHelper(name: string): Helper | undefined {
  if (name === 'atomic_place') return { code: placeCode, needs: ['place'] }
  const access = /^atomic_(load|store)(8|16|32)$/.exec(name)
  if (access !== null) return accessHelper(name, access[1]!, Number(access[2]))
  const change = /^atomic_rmw(8|16|32)_(\w+)$/.exec(name)
  if (change === null) return undefined
  return changeHelper(name, Number(change[1]), change[2]!)
}

const placeCode = `fn atomic_place(address: u32, offset: u32, bytes: u32, site: u32) -> u32 {
  if (((address + offset) & (bytes - 1u)) != 0u) { trap(site, ${trapCode('unaligned atomic')}u); }
  return place(address, offset, bytes);
}`

const head = (name: string, bits: number, parameters: string, result: string) =>
  `fn ${name}(address: u32, offset: u32, ${parameters}site: u32)${result} {
  let at = atomic_place(address, offset, ${bits / 8}u, site);`

const unlessStopped = '  if (i32(stopped) < 0) { return 0u; }'

function accessHelper(name: string, kind: string, bits: number): Helper {
  if (kind === 'load') {
    const code = `${head(name, bits, '', ' -> u32')}\n${unlessStopped}\n  return load${bits}(at);\n}`
    return { code, needs: ['atomic_place', `load${bits}`] }
  }
  const exchange = `atomic_rmw${bits}_xchg`
  const code = `fn ${name}(address: u32, offset: u32, value: u32, site: u32) {
  _ = ${exchange}(address, offset, value, site);
}`
  return { code, needs: [exchange] }
}

function changeHelper(name: string, bits: number, operation: string): Helper {
  const [changed, whole] = operations[operation]!
  const compares = operation === 'cmpxchg'
  const parameters = compares ? 'expected: u32, value: u32, ' : 'value: u32, '
  const code = `${head(name, bits, parameters, ' -> u32')}
${unlessStopped}
${bits === 32 && whole !== undefined ? `  return ${whole}(&arena[at >> 2u], value);` : retried(bits, changed, compares)}
}`
  return { code, needs: ['atomic_place'] }
}

/** Tried again until nothing else changed the word in between. */
function retried(bits: number, changed: string, compares: boolean): string {
  const mask = `0x${'f'.repeat(bits / 4)}u`
  const unlessExpected = compares ? `\n    if (old != (expected & ${mask})) { return old; }` : ''
  return `  let shift = (at & 3u) << 3u;
  loop {
    let whole = atomicLoad(&arena[at >> 2u]);
    let old = (whole >> shift) & ${mask};${unlessExpected}
    let changed = (whole & ~(${mask} << shift)) | (((${changed}) & ${mask}) << shift);
    if (atomicCompareExchangeWeak(&arena[at >> 2u], whole, changed).exchanged) { return old; }
  }
  return 0u;`
}
