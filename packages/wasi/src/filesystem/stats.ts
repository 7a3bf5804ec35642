import type { Instant } from '../host/clocks.js'
import type { DirectoryEntry, FileStats } from './file-system.js'

/** How a version of `wasi:filesystem/types` writes its enumerations, 0.2 as `enum`, 0.3.0 as `variant`, and its times. */
export interface Shape {
  errorCode(code: string): unknown
  descriptorType(type: string): unknown
  /** Nanoseconds since 1970; undefined if the version cannot say when that was. */
  timestamp(nanoseconds: bigint): Instant | undefined
}

/** The name of a `descriptor-type`. */
export function typeOf(stats: Omit<DirectoryEntry, 'name'>): string {
  if (stats.isFile()) return 'regular-file'
  if (stats.isDirectory()) return 'directory'
  if (stats.isSymbolicLink()) return 'symbolic-link'
  if (stats.isFIFO()) return 'fifo'
  if (stats.isSocket()) return 'socket'
  if (stats.isCharacterDevice()) return 'character-device'
  return stats.isBlockDevice() ? 'block-device' : 'unknown'
}

/** A `descriptor-stat`. */
export function toDescriptorStat(stats: FileStats, shape: Shape): object {
  return {
    type: shape.descriptorType(typeOf(stats)),
    linkCount: stats.nlink,
    size: stats.size,
    dataAccessTimestamp: shape.timestamp(stats.atimeNs),
    dataModificationTimestamp: shape.timestamp(stats.mtimeNs),
    statusChangeTimestamp: shape.timestamp(stats.ctimeNs),
  }
}

const key = crypto.getRandomValues(new BigUint64Array(2))

/** A `metadata-hash-value`: of what changes when a file is written or replaced, and a secret of this process. */
export function metadataHash({ dev, ino, size, mtimeNs, ctimeNs }: FileStats): {
  lower: bigint
  upper: bigint
} {
  const values = [dev, ino, size, mtimeNs, ctimeNs]
  const hash = (seed: bigint) => values.reduce((sum, value) => mix(sum ^ value), seed)
  return { lower: hash(key[0]!), upper: hash(key[1]!) }
}

/** The finalizer of splitmix64. */
function mix(value: bigint): bigint {
  let mixed = BigInt.asUintN(64, value + 0x9e3779b97f4a7c15n)
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n)
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn)
  return mixed ^ (mixed >> 31n)
}
