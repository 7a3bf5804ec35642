import { describe, expect, it } from 'vitest'
import { expectResult, measureRates } from './measure.js'

const effort = { rounds: 3, sampleMs: 0, attempts: 1 }

describe('measureRates', () => {
  it('runs all contenders once a round, every second round in the opposite order', async () => {
    const order: string[] = []
    const contender = (name: string) => ({ run: () => order.push(name) })
    const results = await measureRates({ a: contender('a'), b: contender('b') }, effort)
    expect(order.join('')).toBe(`ab${'ab'}${'ba'}${'ab'}`)
    expect(results.a).toMatchObject({ rates: { length: 3 } })
  })

  it('checks what every run gives', async () => {
    const checked: unknown[] = []
    const contender = { run: (times: number) => times * 2, check: (result: unknown) => checked.push(result) }
    await measureRates({ contender }, effort)
    expect(checked).toEqual([8, 8, 8, 8])
  })

  it('tells why a contender cannot do it, and measures the others', async () => {
    const wrong = { run: () => 1, check: (result: unknown) => expectResult(result, 2) }
    const right = { run: () => 1 }
    const results = await measureRates({ wrong, right }, effort)
    expect(results.wrong).toEqual({ failure: 'the guest gave 1, expected 2' })
    expect(results.right).toMatchObject({ rates: { length: 3 } })
  })
})
