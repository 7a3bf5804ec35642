import { LimitError, TrapError } from '@weft/core'
import { expect, it } from 'vitest'
import { compileText } from '../support/parse.js'
import { busy } from './busy.js'

interface Exports {
  blocking(x: number): Promise<number>
  locking(x: number): Promise<number>
  waiting(x: number): Promise<number>
  spinOnStack(): Promise<void>
  spin(): Promise<void>
  threads(count: number): Promise<number>
  trapInThread(): Promise<number>
}

const component = await compileText(busy)
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

async function start(later: (x: number) => Promise<number>, options = {}) {
  const instance = await component.instantiate({ later }, options)
  return { instance, exports: instance.exports as unknown as Exports }
}

it('completes calls of all styles, more than there may be stacks, in any order of the host', async () => {
  const settle: (() => void)[] = []
  const { instance, exports } = await start((x) => new Promise((resolve) => settle.push(() => resolve(x))), {
    limits: { maximumStackfulTasks: 16 },
  })
  const styles = [exports.blocking, exports.locking, exports.waiting]
  let results: number[] | undefined
  const all = Promise.all(Array.from({ length: 600 }, (_, x) => styles[x % 3]!(x))).then((values) => {
    results = values
  })
  while (results === undefined) {
    for (const each of settle.splice(0).reverse()) each()
    await turn()
  }
  await all
  expect(results).toEqual(Array.from({ length: 600 }, (_, x) => x + 1))
  expect(instance.store.stacks.count).toBe(0)
})

it.each(['spin', 'spinOnStack'] as const)(
  'gives the event loop its turns while guests go on: %s',
  async (name) => {
    const { instance, exports } = await start(async (x) => x)
    const endless = exports[name]()
    for (let turns = 0; turns < 3; turns++) await turn()
    instance[Symbol.dispose]()
    await expect(endless).rejects.toThrow('disposed of')
    await turn()
    // Engines keep suspended stacks for ever: they must have ended.
    expect(instance.store.stacks.count).toBe(0)
  },
)

it('ends a guest that makes too many threads, and not the process', async () => {
  const { exports } = await start(async (x) => x, { limits: { maximumStacks: 100 } })
  await expect(exports.threads(101)).rejects.toThrow(LimitError)
  const other = await start(async (x) => x, { limits: { maximumStacks: 100 } })
  expect(await other.exports.threads(50)).toBe(50)
})

it('fails a call with the trap of one of its threads', async () => {
  const { exports } = await start(async (x) => x)
  const error: unknown = await exports.trapInThread().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TrapError)
  expect(error).toMatchObject({ rule: 'wasm `unreachable` instruction executed', export: 'trap-in-thread' })
  await expect(exports.waiting(1)).rejects.toThrow('cannot enter component instance')
})
