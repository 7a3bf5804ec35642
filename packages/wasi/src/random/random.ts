import { LimitError } from '@weft/core'
import type { WasiHost } from '../host/wasi-host.js'

/** Bytes of one call. WASI 0.3 lets hosts give fewer than asked for; with 0.2 asking for more is a trap. */
const mostBytes = { '0.2': 64 * 1024 * 1024, '0.3': 1024 * 1024 } as const

type Version = keyof typeof mostBytes

/** `wasi:random/random` of WASI 0.2 and 0.3. */
export function random(host: WasiHost, version: Version): object {
  return {
    getRandomBytes: (length: bigint) => bytes(host, length, version),
    getRandomU64: () => u64(host),
  }
}

/** `wasi:random/insecure` of WASI 0.2 and 0.3. */
export function insecure(host: WasiHost, version: Version): object {
  return {
    getInsecureRandomBytes: (length: bigint) => bytes(host, length, version),
    getInsecureRandomU64: () => u64(host),
  }
}

/** `wasi:random/insecure-seed` of WASI 0.2 and 0.3, which call its function by different names. */
export function insecureSeed(host: WasiHost): object {
  const seed = [u64(host), u64(host)]
  return { insecureSeed: () => seed, getInsecureSeed: () => seed }
}

function bytes({ random: source }: WasiHost, length: bigint, version: Version): Uint8Array {
  const most = mostBytes[version]
  if (length > most && version === '0.2')
    throw new LimitError(`a guest asked for ${length} random bytes at once; ${most} is the most`)
  const result = new Uint8Array(length > most ? most : Number(length))
  source.fill(result)
  return result
}

function u64({ random: source }: WasiHost): bigint {
  const result = new BigUint64Array(1)
  source.fill(new Uint8Array(result.buffer))
  return result[0]!
}
