import { trapCode } from '../trap-codes.js'
import type { Helper } from './helper.js'
import type { MemoryLayout } from './memory-layout.js'

const functions: Readonly<Record<string, string>> = {
  add: 'atomicAdd',
  sub: 'atomicSub',
  and: 'atomicAnd',
  or: 'atomicOr',
  xor: 'atomicXor',
  xchg: 'atomicExchange',
}

const operations: Readonly<Record<string, string>> = {
  add: 'old + value',
  sub: 'old - value',
  and: 'old & value',
  or: 'old | value',
  xor: 'old ^ value',
  xchg: 'value',
}

/**
 * Atomic accesses of 8, 16 and 32 bits: `atomic_rmw32_add`, `atomic_rmw8_cmpxchg`, `atomic_load16`, `atomic_store32`. They
 * trap at addresses that are not aligned: threads proposal, "atomic memory accesses".
 */
export function atomicHelper(name: string, _layout: MemoryLayout): Helper | undefined {
  if (name === 'atomic_place') return { code: placeCode, needs: ['place'] }
  const access = /^atomic_(load|store)(8|16|32)$/.exec(name)
  if (access !== null) return accessHelper(name, access[1]!, Number(access[2]))
  const change = /^atomic_rmw(8|16|32)_(\w+)$/.exec(name)
  if (change === null) return undefined
  const [bits, operation] = [Number(change[1]), change[2]!]
  if (operation === 'cmpxchg') return exchangeHelper(name, bits)
  return bits === 32
    ? wholeHelper(name, functions[operation]!)
    : partHelper(name, bits, operations[operation]!)
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
  const code = `${head(name, bits, 'value: u32, ', '')}\n  store${bits}(at, value);\n}`
  return { code, needs: ['atomic_place', `store${bits}`] }
}

function wholeHelper(name: string, operation: string): Helper {
  const code = `${head(name, 32, 'value: u32, ', ' -> u32')}
${unlessStopped}
  return ${operation}(&arena[at >> 2u], value);
}`
  return { code, needs: ['atomic_place'] }
}

const mask = (bits: number) => `${bits === 8 ? '0xffu' : '0xffffu'}`

/** Part of a word: tried again until nothing else changed the word in between. */
function partHelper(name: string, bits: number, operation: string): Helper {
  const code = `${head(name, bits, 'value: u32, ', ' -> u32')}
${unlessStopped}
  let shift = (at & 3u) << 3u;
  loop {
    let whole = atomicLoad(&arena[at >> 2u]);
    let old = (whole >> shift) & ${mask(bits)};
    let changed = (whole & ~(${mask(bits)} << shift)) | (((${operation}) & ${mask(bits)}) << shift);
    if (atomicCompareExchangeWeak(&arena[at >> 2u], whole, changed).exchanged) { return old; }
  }
  return 0u;
}`
  return { code, needs: ['atomic_place'] }
}

function exchangeHelper(name: string, bits: number): Helper {
  const all = bits === 32 ? '0xffffffffu' : mask(bits)
  const code = `${head(name, bits, 'expected: u32, value: u32, ', ' -> u32')}
${unlessStopped}
  let shift = (at & 3u) << 3u;
  loop {
    let whole = atomicLoad(&arena[at >> 2u]);
    let old = (whole >> shift) & ${all};
    if (old != (expected & ${all})) { return old; }
    let changed = (whole & ~(${all} << shift)) | ((value & ${all}) << shift);
    if (atomicCompareExchangeWeak(&arena[at >> 2u], whole, changed).exchanged) { return old; }
  }
  return 0u;
}`
  return { code, needs: ['atomic_place'] }
}
