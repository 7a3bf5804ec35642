import { describe, expect } from 'vitest'
import { errOf } from './err-of.js'
import { exampleNamed } from './example-named.js'
import { jcoFaults } from './jco-faults.js'
import { onEach } from './on-each.js'
import type { GuestFunction, Runtime } from './runtime.js'

interface Office {
  readonly submit: GuestFunction
  /** What happened, in its order. */
  readonly log: string[]
  /** Lets saving begin. */
  open(): void
  /** What was reported. */
  readonly report: Promise<readonly [saved: number, failed: number]>
}

describe.each(['async', 'blocking', 'task'])('early return in style %s', (style) => {
  const jcoFault = style === 'blocking' ? jcoFaults.resultAfterTurn : undefined

  onEach(
    'answers first, then works',
    async (runtime) => {
      const { submit, log, open, report } = await officeOn(runtime, style)
      expect(await submit(['one', 'bad', 'three'])).toBe(3)
      log.push('answered')
      open()
      expect(await report).toEqual([2, 1])
      expect(log).toEqual(['answered', 'one', 'bad', 'three'])
    },
    jcoFault,
  )

  onEach(
    'nothing to save is err, and nothing is done',
    async (runtime) => {
      const { submit, log } = await officeOn(runtime, style)
      expect(await errOf(() => submit([]))).toBe('there is nothing to save')
      expect(log).toEqual([])
    },
    jcoFaults.utf16Results,
  )
})

async function officeOn(runtime: Runtime, style: string): Promise<Office> {
  const log: string[] = []
  const opened = Promise.withResolvers<void>()
  const reported = Promise.withResolvers<readonly [saved: number, failed: number]>()
  const { submit } = await runtime.instantiate(await exampleNamed('early-return', style), {
    async save(entry: string) {
      await opened.promise
      log.push(entry)
      return entry !== 'bad'
    },
    report: (saved: number, failed: number) => reported.resolve([saved, failed]),
  })
  return { submit: submit as GuestFunction, log, open: () => opened.resolve(), report: reported.promise }
}
