import { isDeepStrictEqual } from 'node:util'
import { type Component, ComponentError, type FutureReader, type Instance } from '@weft/component'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildGuest } from './build-guest.js'
import { type EchoType, echoType } from './echo-types.js'
import { expected, valuesOf } from './echo-values.js'
import { type EchoFunction, type EchoWay, echoGuest, echoWays, hostName } from './echo-world.js'

// The environment can ask for more; the numbers below are what every test run does.
const cases = Number(process.env.WEFT_FUZZ_CASES ?? 800)
const seed = Number(process.env.WEFT_FUZZ_SEED ?? 20_261_129)
const builds = Math.ceil(cases / 2500)
const functionsOfBuild = cases < 2500 ? echoWays.length : 2 * echoWays.length
const runs = Math.ceil(cases / builds / functionsOfBuild)

type Call = (...values: readonly unknown[]) => unknown

describe.each(Array.from({ length: builds }, (_, index) => seed + index))(
  'guest of seed %i',
  async (guestSeed) => {
    const functions = createFunctions(guestSeed)
    const guest = new EchoGuest(await buildGuest(await echoGuest(functions)), functions)

    test.each(functions)('$name gives back what it is given: $way', async ({ name, way, type }) => {
      let count = 0
      const property = fc.asyncProperty(
        way.startsWith('stream') ? fc.array(valuesOf(type), { maxLength: 20 }) : valuesOf(type),
        async (value) => {
          count++
          const wanted = normal(way, type, value)
          const actual = await guest.echo({ name, way, type }, value)
          // What a guest only passes on, the host never writes to memory.
          const found = /^(stream|future)( through async)?$/.test(way) ? normal(way, type, actual) : actual
          if (!isDeepStrictEqual(found, wanted)) expect(found).toStrictEqual(wanted)
        },
      )
      await fc.assert(property, { numRuns: runs, seed: guestSeed })
      expect(count).toBe(runs)
    })
  },
)

function normal(way: EchoWay, type: EchoType, value: unknown): unknown {
  return way.startsWith('stream')
    ? (value as readonly unknown[]).map((each) => expected(type, each))
    : expected(type, value)
}

function createFunctions(guestSeed: number): readonly EchoFunction[] {
  const types = fc.sample(echoType, { numRuns: functionsOfBuild, seed: guestSeed })
  const tuples = fc.sample(fc.array(echoType, { minLength: 1, maxLength: 16 }), {
    numRuns: functionsOfBuild,
    seed: guestSeed,
  })
  return types.map((type, index) => {
    const way = echoWays[index % echoWays.length]!
    const parameters: EchoType = { kind: 'tuple', parts: tuples[index]! }
    return { way, type: way.startsWith('parameters') ? parameters : type, name: `e${index}` }
  })
}

class EchoGuest {
  readonly #component: Component
  readonly #functions: readonly EchoFunction[]
  #instance: Promise<Instance> | undefined

  constructor(component: Component, functions: readonly EchoFunction[]) {
    this.#component = component
    this.#functions = functions
  }

  /** What the guest, and by its way the host, makes of a value. A guest that trapped is made anew. */
  async echo({ name, way, type }: EchoFunction, value: unknown): Promise<unknown> {
    this.#instance ??= this.#component.instantiate({ 'test:fuzz/host': this.#host() })
    const { exports } = await this.#instance
    const echo = (exports['test:fuzz/guest'] as Record<string, Call>)[name]!
    try {
      if (way.startsWith('stream')) return await collect(await echo(value), type)
      if (way.startsWith('future')) return await ((await echo(given(type, value))) as FutureReader).read()
      if (way.startsWith('parameters')) return await echo(...(value as readonly unknown[]))
      return await unwrapped(type, async () => await echo(value))
    } catch (error) {
      this.#instance = undefined
      throw error
    }
  }

  #host(): Record<string, Call> {
    const through = this.#functions.filter(({ way }) => way.includes('through'))
    return Object.fromEntries(
      through.map(({ name, way, type }) => [hostName(name), (...values) => returned(way, type, values)]),
    )
  }
}

function returned(way: EchoWay, type: EchoType, values: readonly unknown[]): unknown {
  if (way.startsWith('parameters')) return values
  if (/^(stream|future)/.test(way) || type.kind !== 'result') return values[0]
  const { tag, val } = values[0] as { readonly tag: string; readonly val?: unknown }
  if (tag === 'err') throw new ComponentError(val)
  return isDoubtful(type) ? val : values[0]
}

/** True for a result of a result: the host gives the value of ok. */
function isDoubtful(type: EchoType): boolean {
  return type.kind === 'result' && type.ok?.kind === 'result'
}

async function given(type: EchoType, value: unknown): Promise<unknown> {
  if (!isDoubtful(type)) return value
  const { tag, val } = value as { readonly tag: string; readonly val?: unknown }
  if (tag === 'err') throw new ComponentError(val)
  return val
}

/** A result as it is inside of other values. */
async function unwrapped(type: EchoType, call: () => Promise<unknown>): Promise<unknown> {
  if (type.kind !== 'result') return await call()
  try {
    const val = await call()
    return { tag: 'ok', val }
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error
    return { tag: 'err', val: error.payload }
  }
}

async function collect(reader: unknown, type: EchoType): Promise<readonly unknown[]> {
  const isNumber = type.kind === 'primitive' && /^[usf]\d/.test(type.name)
  const found: unknown[] = []
  for await (const item of reader as AsyncIterable<unknown>)
    found.push(...(isNumber ? (item as Iterable<unknown>) : [item]))
  return found
}
