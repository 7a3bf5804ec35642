/** Where a guest's random numbers come from. */
export interface Random {
  /** Fills `bytes`. */
  fill(bytes: Uint8Array): void
}

/** `getRandomValues` takes no more at once. */
const mostAtOnce = 65536

/** Cryptographically secure. */
export const secureRandom: Random = {
  fill(bytes) {
    for (let start = 0; start < bytes.length; start += mostAtOnce)
      crypto.getRandomValues(bytes.subarray(start, start + mostAtOnce) as Uint8Array<ArrayBuffer>)
  },
}

/** The same bytes for the same seed, for tests; not secure. The generator is splitmix64. */
export function seededRandom(seed: bigint): Random {
  let state = BigInt.asUintN(64, seed)
  const next = () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n)
    let mixed = state
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n)
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn)
    return Number((mixed ^ (mixed >> 31n)) & 0xffn)
  }
  return {
    fill(bytes) {
      for (let index = 0; index < bytes.length; index++) bytes[index] = next()
    },
  }
}
