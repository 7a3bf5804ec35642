import { test } from 'vitest'
import { jco } from './on-jco.js'
import { weft } from './on-weft.js'
import type { Runtime } from './runtime.js'

/** A test on Weft and on jco. Where jco has a fault, that is the reason why it is skipped there. */
export function onEach(name: string, run: (runtime: Runtime) => Promise<void>, jcoFault?: string): void {
  test(`${name}, on weft`, () => run(weft))
  if (jcoFault === undefined) test(`${name}, on jco`, () => run(jco))
  else test.skip(`${name}, on jco (${jcoFault})`, () => {})
}
