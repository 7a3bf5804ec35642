import { readFile } from 'node:fs/promises'
import type { Parallel } from '@weft/parallel'
import { guestPath } from '../paths.js'

/** What assembly/overhead.ts exports. */
export interface OverheadGuest {
  bare(): void
  dispatch(iterations: number): void
  /** What each side of `handOver` works. */
  workAlone(): void
  /** 1 if two threads met. */
  handOver(): number
  elements(): void
  loop(): void
}

/** Elements that `elements` and `loop` work through. */
export const overheadElements = 32_768

export async function openOverheadGuest(parallel: Parallel): Promise<OverheadGuest> {
  const instance = await parallel.instantiate(await readFile(guestPath('overhead')))
  return instance.exports as unknown as OverheadGuest
}
