import { expect, it } from 'vitest'
import { compileText } from '../support/parse.js'
import { polling } from './polling.js'

interface Exports {
  byCallback(): Promise<number>
  onStack(): Promise<number>
  asleep(): Promise<number>
  wake(): number
}

const component = await compileText(polling)
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** As a host writes it that knows nothing of the order of microtasks. */
class Thing {
  #ready = Promise.withResolvers<void>()

  setReady(ready: boolean): void {
    if (ready) this.#ready.resolve()
    else this.#ready = Promise.withResolvers()
  }

  async whenReady(): Promise<void> {
    await Promise.all([this.#ready.promise])
  }
}

async function start(later: () => unknown = () => undefined): Promise<Exports> {
  const { exports } = await component.instantiate({ ready: { Thing }, later })
  return exports as unknown as Exports
}

it.each(['byCallback', 'onStack'] as const)(
  'what the host has settled is there after one yield: %s',
  async (style) => {
    const exports = await start()
    expect(await exports[style]()).toBe(102)
    expect(await exports[style]()).toBe(102)
  },
)

it('tasks wake each other by streams without elements, which may be in a set when their copies are cancelled', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const exports = await start(() => promise)
  const asleep = exports.asleep()
  resolve()
  await turn()
  expect(exports.wake()).toBe(1 << 4)
  expect(await asleep).toBe(200 + (1 << 4))
})
