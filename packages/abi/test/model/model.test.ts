import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkProgram } from './driver/check-program.js'
import type { Entry } from './driver/program.js'
import { randomProgram } from './driver/random-program.js'
import { foundPrograms } from './found-programs.js'

/** `npm run model` tries more. */
const programs = Number(process.env.WEFT_MODEL_PROGRAMS ?? 2000)
const seed = Number(process.env.WEFT_MODEL_SEED ?? 1)

/** Against what hangs. */
const millisecondsPerProgram = 1000

/** Fewer programs may leave something out. */
const enough = 2000

/** Programs that reach none of these would test little. */
const reached = [
  ...['stream.read', 'stream.write', 'stream.cancel-read', 'stream.cancel-write'],
  ...['future.read', 'future.write', 'future.cancel-read', 'future.cancel-write'],
  ...['stream.drop-readable', 'stream.drop-writable', 'future.drop-readable', 'future.drop-writable'],
  ...['waitable.join', 'waitable-set.poll', 'waitable-set.drop', 'call', 'subtask.cancel', 'subtask.drop'],
  ...['task.return', 'task.cancel', 'backpressure.inc', 'backpressure.dec', 'trap'],
  ...[0, 1, 2, 3, 4, 5, 6].map((code) => `event ${code}`),
]

describe('abi does what the model of the specification may do', () => {
  it.each(Object.entries(foundPrograms))('in a program with %s', async (_, program) => {
    await checkProgram(program)
  })

  it.each([
    { name: 'that never wait with frames on a stack', waits: false, more: [] },
    {
      name: 'that also wait with frames on a stack',
      waits: true,
      more: ['waitable-set.wait', 'thread.yield'],
    },
  ])(
    'in random programs $name',
    async ({ waits, more }) => {
      const seen = new Set<string>()
      const property = fc.asyncProperty(randomProgram(waits), async (program) => {
        for (const entry of await checkProgram(program)) seen.add(topicOf(entry))
      })
      await fc.assert(property, { numRuns: Math.ceil(programs / 2), seed })
      if (programs >= enough) expect([...reached, ...more].filter((topic) => !seen.has(topic))).toEqual([])
    },
    60_000 + programs * millisecondsPerProgram,
  )
})

function topicOf({ kind, text, values }: Entry): string {
  if (kind === 'result') return text
  return kind === 'callback' ? `event ${values[0]}` : kind
}
