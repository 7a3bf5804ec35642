import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectScenarios } from './built/expect-scenarios.js'
import { assembleGuests } from './built/guests.js'
import { scenarios } from './built/scenarios.js'
import type { GuestName } from './built/surroundings.js'

const guests = await assembleGuests()
const fetchGuest = async (name: GuestName) => new Response(guests[name])

describe('in Node, the built package', () => {
  describe.skipIf(!('Suspending' in WebAssembly))('with JSPI (this Node may have none)', () =>
    expectScenarios(true, (scenario) => scenarios[scenario]({ fetchGuest })),
  )
  describe('without JSPI', () =>
    expectScenarios(false, (scenario) =>
      scenarios[scenario]({ fetchGuest, options: { stackSwitching: false } }),
    ))

  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const names = {
    '.': [
      'ComponentError',
      'ResourceError',
      'Store',
      'cancelCall',
      'chain',
      'compile',
      'defaultLinkLimits',
      'link',
    ],
    './compose': [
      'CompositionError',
      'chainGraph',
      'compose',
      'drawPlan',
      'linkGraph',
      'parseGraph',
      'planComposition',
      'plugGraph',
    ],
    './trace': ['createTrace'],
    './types': ['generateTypes'],
    './validate': ['externMismatch', 'validateComponent'],
    './web': ['createStreamWriter', 'fromReadableStream', 'toReadableStream'],
  }

  test('has entries', () => expect(Object.keys(exports)).toEqual([...Object.keys(names), './package.json']))

  test.each(Object.entries(names))('exports what it says: %s', async (entry, expected) => {
    const module = await import(`@weft/component${entry.slice(1)}`)
    expect(Object.keys(module).sort()).toEqual(expect.arrayContaining(expected))
  })
})
