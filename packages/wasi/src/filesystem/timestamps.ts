import type { Instant } from '../host/clocks.js'
import type { FileStats } from './file-system.js'

export type NewTimestamp =
  | { readonly tag: 'no-change' }
  | { readonly tag: 'now' }
  | { readonly tag: 'timestamp'; readonly val: Instant }

/**
 * Seconds since the epoch for `node:fs`, which makes a number of them: exact to a quarter of a microsecond in our
 * decades. As text, since it takes negative numbers for the present.
 */
function secondsOf(time: NewTimestamp, before: bigint, now: bigint): string {
  if (time.tag === 'timestamp') return String(Number(time.val.seconds) + time.val.nanoseconds / 1e9)
  const nanoseconds = time.tag === 'now' ? now : before
  return String(Number(nanoseconds / 1_000_000_000n) + Number(nanoseconds % 1_000_000_000n) / 1e9)
}

/** Whether nothing is to be changed. */
export function isUnchanged(access: NewTimestamp, modification: NewTimestamp): boolean {
  return access.tag === 'no-change' && modification.tag === 'no-change'
}

/** Both times, as `utimes` takes them. */
export function timesOf(
  access: NewTimestamp,
  modification: NewTimestamp,
  stats: FileStats,
  now: bigint,
): [access: string, modification: string] {
  return [secondsOf(access, stats.atimeNs, now), secondsOf(modification, stats.mtimeNs, now)]
}
