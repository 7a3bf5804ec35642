import { TrapError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import type { FutureReader } from '../../src/host/future-reader.js'
import { ResourceError } from '../../src/index.js'
import { forwarder } from './forwarder.js'
import { type FutureType, futuresComponent } from './futures.js'

interface FutureExports {
  make(value: number): Promise<FutureReader>
  trap(): Promise<FutureReader>
  read(future: unknown): Promise<number>
  drop(future: unknown): void
  same(future: unknown): PromiseLike<unknown> & FutureReader
  written(): number
}

const components = {
  u32: await futuresComponent('u32'),
  '(result u32 (error u32))': await futuresComponent('(result u32 (error u32))'),
}
const resultOf = '(result u32 (error u32))'

async function futureExports(type: FutureType = 'u32'): Promise<FutureExports> {
  return (await components[type].instantiate()).exports as never
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('a future of a component', () => {
  it('is the result of a promise without being read', async () => {
    const { make, written } = await futureExports()
    const future = await make(42)
    await nextTurn()
    expect(written()).toBe(0)
    expect(future).not.toHaveProperty('then')
    expect(await future.read()).toBe(42)
    await nextTurn()
    expect(written()).toBe(1)
  })

  it('is read once, for all who ask', async () => {
    const { make } = await futureExports()
    const future = await make(42)
    expect(await Promise.all([future.read(), future.read()])).toEqual([42, 42])
    expect(await future.read()).toBe(42)
  })

  it('is a lazy thenable where no promise is around it', async () => {
    const { same } = await futureExports()
    let asked = 0
    const future = same({
      // biome-ignore lint/suspicious/noThenProperty: it is a thenable
      then: (resolve: (value: number) => void) => {
        asked++
        resolve(7)
      },
    })
    await nextTurn()
    expect(asked).toBe(0)
    expect(await future).toBe(7)
    expect(await Promise.resolve(future)).toBe(7)
    expect(asked).toBe(1)
  })

  it('gives results as they are', async () => {
    const { make } = await futureExports(resultOf)
    expect(await (await make(4)).read()).toEqual({ tag: 'ok', val: 4 })
    expect(await (await make(5)).read()).toEqual({ tag: 'err', val: 5 })
  })

  it.each(['close', 'cancel', Symbol.dispose] as const)('tells its writer of %s', async (end) => {
    const { make, written } = await futureExports()
    const future = await make(42)
    await future[end]()
    await nextTurn()
    expect(written()).toBe(2)
    await expect(future.read()).rejects.toThrow(ResourceError)
  })

  it('rejects a read under way when it is closed', async () => {
    const { same } = await futureExports()
    const future = same(new Promise(() => undefined))
    const reading = future.read()
    future.close()
    await expect(reading).rejects.toThrow(ResourceError)
  })

  it('rejects when its writer traps, before or after it was asked for', async () => {
    for (const turns of [0, 1]) {
      const { trap } = await futureExports()
      const future = await trap().catch((error: unknown) => error)
      if (future instanceof Error) expect(future).toBeInstanceOf(TrapError)
      else {
        for (let turn = 0; turn < turns; turn++) await nextTurn()
        await expect((future as FutureReader).read()).rejects.toThrow(TrapError)
      }
    }
  })

  it('that the host itself rejects, rejects and disturbs nobody', async () => {
    const { same, read } = await futureExports()
    const waiting = read(nextTurn().then(() => 3))
    const cause = new TypeError('no')
    const error = await same(Promise.reject(cause))
      .read()
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TrapError)
    expect((error as TrapError).cause).toBe(cause)
    expect(await waiting).toBe(3)
  })

  it('that is given back is the same future', async () => {
    const one = await futureExports()
    const two = await futureExports()
    const future = await one.make(5)
    expect(await two.read(future)).toBe(5)
    await expect(two.read(future)).rejects.toThrow(ResourceError)
    const other = await futureExports(resultOf)
    await expect(other.read(await one.make(1))).rejects.toThrow(TypeError)
  })

  it('of a future gives a future that is not read by the way', async () => {
    const types = '(type $inner (future u32)) (type $outer (future $inner))'
    const nested = await forwarder(
      [{ name: 'same', type: '(param "f" $outer) (result $outer)', params: ['i32'], result: 'i32' }],
      types,
    )
    let asked = 0
    const inner = {
      // biome-ignore lint/suspicious/noThenProperty: it is a thenable
      then: (resolve: (value: number) => void) => {
        asked++
        resolve(7)
      },
    }
    // biome-ignore lint/suspicious/noThenProperty: it is a thenable
    const outer = { then: (resolve: (value: unknown) => void) => resolve(inner) }
    const { exports } = await nested.instantiate({ same: (future: unknown) => future })
    const future = (exports.same as FutureExports['same'])(outer)
    const value = (await future) as FutureReader
    await nextTurn()
    expect(asked).toBe(0)
    expect(await value.read()).toBe(7)
  })
})

describe('a future for a component', () => {
  const thenables: [string, () => unknown][] = [
    ['a promise', () => Promise.resolve(6)],
    ['a promise that waits', () => nextTurn().then(() => 6)],
    [
      'a thenable that settles at once and twice',
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: it is a thenable
        then: (resolve: (value: number) => void, reject: (error: unknown) => void) => {
          resolve(6)
          resolve(7)
          reject(new TypeError('late'))
        },
      }),
    ],
  ]
  it.each(thenables)('is taken from %s', async (_, thenable) => {
    const { read } = await futureExports()
    expect(await read(thenable())).toBe(6)
  })

  it.each([undefined, null, 6, {}, 'text'])('is refused for %s', async (wrong) => {
    const { read } = await futureExports()
    await expect(read(wrong)).rejects.toThrow(TypeError)
    expect(await read(Promise.resolve(1))).toBe(1)
  })

  const results: [string, () => unknown, number][] = [
    ['a bare value', async () => 4, 40],
    ['ok', async () => ({ tag: 'ok', val: 4 }), 40],
    ['err', async () => ({ tag: 'err', val: 4 }), 41],
    [
      'a rejection with a payload',
      () => Promise.reject(Object.assign(new TypeError('no'), { payload: 4 })),
      41,
    ],
    ['a rejection with a value', () => Promise.reject(4), 41],
  ]
  it.each(results)('of a result takes %s', async (_, given, expected) => {
    const { read } = await futureExports(resultOf)
    expect(await read(given())).toBe(expected)
  })

  const failures: [FutureType, () => unknown][] = [
    ['u32', () => Promise.reject(new TypeError('no'))],
    ['u32', () => Promise.reject(4)],
    ['u32', async () => 'text'],
    [resultOf, () => Promise.reject(new TypeError('no'))],
    [resultOf, async () => 'text'],
  ]
  it.each(failures)('of %s that has no value of its type traps its reader', async (type, given) => {
    const { read, written } = await futureExports(type)
    const error = (await read(given()).catch((reason: unknown) => reason)) as TrapError
    expect(error).toBeInstanceOf(TrapError)
    expect(error.message).toContain('a future of the host')
    expect(error.cause).toBeDefined()
    expect(() => written()).toThrow('cannot enter component instance')
  })

  it('that rejects unread disturbs nobody', async () => {
    const { drop, written } = await futureExports()
    drop(Promise.reject(new TypeError('no')))
    await nextTurn()
    expect(written()).toBe(0)
  })

  it.each([Symbol.asyncDispose, Symbol.dispose, 'close'])(
    'is disposed of when it is dropped unread: %s',
    async (dispose) => {
      const { drop, read } = await futureExports()
      let disposals = 0
      const disposable = Object.assign(Promise.resolve(1), { [dispose]: () => disposals++ })
      drop(disposable)
      expect(disposals).toBe(1)
      expect(await read(disposable)).toBe(1)
      expect(disposals).toBe(1)
    },
  )

  it('is what a promise returned by a function is, also inside of a result', async () => {
    const given = await forwarder(
      [
        { name: 'later', type: '(result $future)', result: 'i32' },
        { name: 'async-later', type: '(result $future)', async: true, result: 'i32' },
        { name: 'maybe', type: '(result (result $future (error u32)))', result: 'pointer' },
      ],
      '(type $future (future u32))',
    )
    const later = async () => 9
    const { exports } = await given.instantiate({ later, asyncLater: later, maybe: later })
    const calls = exports as Record<string, () => unknown>
    expect(await calls.later!()).toBe(9)
    expect(await ((await calls.asyncLater!()) as FutureReader).read()).toBe(9)
    expect(await calls.maybe!()).toBe(9)
  })
})
