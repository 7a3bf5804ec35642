import fc from 'fast-check'
import { describe, it } from 'vitest'
import { checkProgram } from './driver/check-program.js'
import { randomProgram } from './driver/random-program.js'

const programs = Number(process.env.WEFT_MODEL_PROGRAMS ?? 3000)
const seed = process.env.WEFT_MODEL_SEED === undefined ? undefined : Number(process.env.WEFT_MODEL_SEED)

describe('abi does what the model of the specification may do', () => {
  it.each([
    ['that never wait with frames on a stack', false],
    ['that also wait with frames on a stack', true],
  ])('in random programs %s', async (_, waits) => {
    const property = fc.asyncProperty(randomProgram(waits), checkProgram)
    await fc.assert(property, { numRuns: Math.ceil(programs / 2), ...(seed === undefined ? {} : { seed }) })
  })
})
