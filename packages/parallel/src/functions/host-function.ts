import type { MaybePromise } from '@weft/backend'

/**
 * A function of the interface as the guest calls it: i32 in, errno out. A promise suspends the guest, and appears only
 * in guests that can be suspended. It never throws for what a guest passes.
 */
export type HostFunction = (...parameters: number[]) => MaybePromise<number>
