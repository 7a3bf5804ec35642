import { CancelledError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { cancelCall, type Instance } from '../../src/index.js'
import { compileText } from '../support/parse.js'
import { cancelledBlocking } from './cancelled-blocking.js'
import { cancelling } from './cancelling.js'

const component = await compileText(cancelling)
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const never = () => new Promise<never>(() => undefined)

const start = (later: (x: number) => unknown): Promise<Instance> => component.instantiate({ later })

/** A promise with the method that stops it. */
const withCancel = (promise: Promise<unknown>, cancel: () => unknown) =>
  Object.assign(promise, { [cancelCall]: cancel })

describe('a call of the host that is cancelled', () => {
  it('rejects once the guest has ended it, with the reason', async () => {
    const instance = await start(never)
    const controller = new AbortController()
    const call = instance.invoke('wait', [0], { signal: controller.signal })
    await turn()
    controller.abort('the client has gone')
    await expect(call).rejects.toMatchObject({ code: 'cancelled', cause: 'the client has gone' })
    expect(instance.store.calls.size).toBe(0)
  })

  it('resolves if the guest returns all the same', async () => {
    const instance = await start(never)
    const controller = new AbortController()
    const call = instance.invoke('wait', [1], { signal: controller.signal })
    await turn()
    controller.abort()
    expect(await call).toBe(77)
  })

  it('goes on to what the guest called', async () => {
    const instance = await start(never)
    const controller = new AbortController()
    const call = instance.invoke('wait', [2], { signal: controller.signal })
    await turn()
    controller.abort()
    expect(await call).toBe(4)
  })

  it('goes on in a guest that does not listen', async () => {
    const { promise, resolve } = Promise.withResolvers()
    const instance = await start((x) => withCancel(promise, () => expect(x).toBe(9)))
    const controller = new AbortController()
    const call = instance.invoke('cancel', [9], { signal: controller.signal })
    await turn()
    controller.abort()
    resolve(6)
    expect(await call).toBe(206)
  })

  it('is over at once where it had not started', async () => {
    const instance = await start(async (x) => x)
    await instance.invoke('hold')
    const controller = new AbortController()
    const call = instance.invoke('wait', [0], { signal: controller.signal })
    await turn()
    controller.abort()
    await expect(call).rejects.toBeInstanceOf(CancelledError)
    await instance.invoke('release')
    expect(await instance.invoke('wait', [5])).toBe(5)
  })

  it('is not made where the signal has fired before', async () => {
    const instance = await start(() => expect.unreachable())
    const signal = AbortSignal.abort('late')
    await expect(instance.invoke('wait', [0], { signal })).rejects.toMatchObject({ cause: 'late' })
  })

  it('rejects with the trap of a guest that traps over it', async () => {
    const instance = await start(never)
    const controller = new AbortController()
    const call = instance.invoke('wait', [3], { signal: controller.signal })
    await turn()
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'trap', componentPath: 'root', export: 'wait' })
  })

  it('leaves nothing at the signal of one that has ended', async () => {
    const instance = await start(async (x) => x)
    const controller = new AbortController()
    expect(await instance.invoke('wait', [3], { signal: controller.signal })).toBe(3)
    controller.abort()
    expect(await instance.invoke('wait', [4])).toBe(4)
  })
})

describe.each(['cancel', 'cancelAsync'] as const)(
  'a call of a host function that a guest cancels: %s',
  (name) => {
    const call = async (later: (x: number) => unknown) => {
      const { exports } = await start(later)
      return (exports[name] as (x: number) => Promise<number>)(1)
    }

    it('is cancelled at once if its promise cannot be asked', async () => {
      expect(await call(never)).toBe(400)
    })

    it('drops what comes later of it', async () => {
      const { promise, reject } = Promise.withResolvers()
      expect(await call(() => promise)).toBe(400)
      reject(new Error('late'))
      await turn()
    })

    it('is over when its promise says so', async () => {
      expect(await call(() => withCancel(never(), () => true))).toBe(400)
    })

    it.each([Symbol.asyncDispose, Symbol.dispose])('disposes of its promise: %s', async (dispose) => {
      let disposals = 0
      const disposable = () => Object.assign(never(), { [dispose]: () => disposals++ })
      expect(await call(disposable)).toBe(400)
      expect(disposals).toBe(1)
    })

    it('is cancelled when its promise is rejected then', async () => {
      const { promise, reject } = Promise.withResolvers()
      expect(await call(() => withCancel(promise, () => void reject(new Error('stopped'))))).toBe(400)
      const other = Promise.withResolvers()
      const cancel = () => void setTimeout(() => other.reject(new CancelledError()), 5)
      expect(await call(() => withCancel(other.promise, cancel))).toBe(400)
    })

    it('returns what comes all the same', async () => {
      const { promise, resolve } = Promise.withResolvers()
      expect(await call(() => withCancel(promise, () => void resolve(42)))).toBe(242)
    })

    it('traps if the method fails', async () => {
      const failing = () => {
        throw new Error('no')
      }
      await expect(call(() => withCancel(never(), failing))).rejects.toThrow(
        'the host function later failed: no',
      )
    })
  },
)

describe('a call that blocks before it ends as cancelled', () => {
  it.each([
    ['is waited for where it was cancelled asynchronously', 0, -100 + 4],
    ['blocks who cancels it synchronously', 1, 400],
    ['ends at once where it has not started', 2, 300],
    ['returns where it cannot be cancelled', 3, -100 + 2],
  ])('%s', async (_, how, told) => {
    const blocking = await compileText(cancelledBlocking)
    const { exports } = await blocking.instantiate({ delay: turn })
    const run = exports.run as (how: number) => Promise<number>
    expect([await run(how), await run(how)]).toEqual([told, told])
  })
})
