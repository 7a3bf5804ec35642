import { TrapError } from '@weft/core'
import { describe, expect, it, vi } from 'vitest'
import { ComponentError, type Instance } from '../../src/index.js'
import { type Forwarded, forwarder } from './forwarder.js'

type Callable = (...values: unknown[]) => unknown

const plain: Forwarded = {
  name: 'add-one',
  type: '(param "value" u32) (result u32)',
  params: ['i32'],
  result: 'i32',
}
const slow: Forwarded = { ...plain, name: 'slow', async: true }
const check: Forwarded = {
  name: 'check',
  type: '(param "value" u32) (result (result u32 (error string)))',
  params: ['i32'],
  result: 'pointer',
}
const slowCheck: Forwarded = { ...check, name: 'slow-check', async: true }
const nested: Forwarded = {
  name: 'nested',
  type: '(param "value" u32) (result (result (result u32) (error u32)))',
  params: ['i32'],
  result: 'pointer',
}

const maybe: Forwarded = {
  ...nested,
  name: 'maybe',
  type: '(param "value" u32) (result (result (option (result u32)) (error u32)))',
}

const component = await forwarder([plain, slow, check, slowCheck, nested, maybe])

async function instance(
  given: Record<string, Callable>,
): Promise<Record<string, Callable> & { made: Instance }> {
  const unused = () => {
    throw new TypeError('not expected to be called')
  }
  const names = ['addOne', 'slow', 'check', 'slowCheck', 'nested', 'maybe']
  const imports = { ...Object.fromEntries(names.map((name) => [name, unused])), ...given }
  const made = await component.instantiate(imports)
  return { ...(made.exports as Record<string, Callable>), made } as never
}

async function rejection(outcome: unknown): Promise<unknown> {
  return Promise.resolve(outcome).then(
    (value) => expect.fail(`resolved to ${value}`),
    (error: unknown) => error,
  )
}

function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  return expect.fail('nothing was thrown')
}

describe('functions of the host', () => {
  it.each([
    { addOne: (x: number) => x + 1 },
    { 'add-one': (x: number) => x + 1 },
    { 'add-one': { default: (x: number) => x + 1 } },
  ])('are found by their name, in camel case or not, or as the default of a module: %o', async (given) => {
    const one = await forwarder([plain])
    const { exports } = await one.instantiate(given)
    expect((exports as { addOne: Callable }).addOne(3)).toBe(4)
  })

  it('are called unbound with the arguments', async () => {
    let receiver: unknown = 'none'
    const { addOne } = await instance({
      addOne(this: unknown, value: unknown) {
        receiver = this
        return (value as number) + 1
      },
    })
    expect(addOne!(41)).toBe(42)
    expect(receiver).toBeUndefined()
  })

  it('of an async type return a value, a promise or any thenable, which counts once', async () => {
    const twice = {
      // biome-ignore lint/suspicious/noThenProperty: it is a thenable
      then(resolve: (value: number) => void) {
        resolve(1)
        resolve(2)
      },
    }
    for (const [answer, expected] of [
      [7, 7],
      [Promise.resolve(8), 8],
      [twice, 1],
    ] as const) {
      const { slow } = await instance({ slow: () => answer })
      expect(await slow!(0)).toBe(expected)
    }
  })

  it('of a synchronous type trap when they return a promise', async () => {
    const { addOne } = await instance({ addOne: async () => 1 })
    const error = thrown(() => addOne!(1))
    expect(error).toBeInstanceOf(TrapError)
    expect((error as TrapError).rule).toBe('cannot block a synchronous task before returning')
    expect((error as TrapError).message).toContain('it returned a promise, but is neither async nor named')
  })

  it('of a synchronous type may return a promise that rejects: nobody is told a second time', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const { addOne } = await instance({ addOne: () => Promise.reject(new Error('too late')) })
    expect(thrown(() => addOne!(1))).toBeInstanceOf(TrapError)
    // Node looks for rejections that nobody handles after each turn.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('that throw an error without payload trap the component, with the error as cause', async () => {
    const cause = new TypeError('broken')
    const { addOne, made } = await instance({
      addOne: () => {
        throw cause
      },
    })
    const error = thrown(() => addOne!(1)) as TrapError
    expect(error).toBeInstanceOf(TrapError)
    expect(error.message).toContain('add-one')
    expect(error.cause).toBe(cause)
    expect((thrown(() => (made.exports.addOne as Callable)(1)) as TrapError).rule).toBe(
      'cannot enter component instance',
    )
  })

  it('that reject trap the component', async () => {
    const cause = new TypeError('broken')
    const { slow } = await instance({ slow: () => Promise.reject(cause) })
    const error = (await rejection(slow!(1))) as TrapError
    expect(error).toBeInstanceOf(TrapError)
    expect(error.cause).toBe(cause)
  })

  it('that return a value of another type trap the component, naming the function', async () => {
    const { addOne } = await instance({ addOne: () => 'text' })
    const error = thrown(() => addOne!(1)) as TrapError
    expect(error).toBeInstanceOf(TrapError)
    expect(error.message).toContain('add-one')
    expect(error.cause).toBeInstanceOf(TypeError)
  })

  it('that resolve to a value of another type trap the component, naming the function', async () => {
    const { slow } = await instance({ slow: async () => 'text' })
    const error = (await rejection(slow!(1))) as TrapError
    expect(error).toBeInstanceOf(TrapError)
    expect(error.message).toContain('slow')
    expect(error.cause).toBeInstanceOf(TypeError)
  })

  it('that call back into the instance get a trap', async () => {
    let inner: unknown
    const parts = await instance({
      addOne: (value) => {
        inner = thrown(() => parts.addOne!(value))
        return 5
      },
    })
    const outcome = parts.addOne!(1)
    expect((inner as TrapError).rule).toBe('cannot enter component instance')
    expect(outcome).toBe(5)
  })

  it('that never settle leave the others alone', async () => {
    let calls = 0
    const { slow, addOne } = await instance({
      slow: () => (calls++ === 0 ? new Promise(() => undefined) : 2),
      addOne: (value) => value,
    })
    const never = slow!(1)
    expect(await Promise.race([never, new Promise((resolve) => setImmediate(resolve, 'waiting'))])).toBe(
      'waiting',
    )
    expect(addOne!(3)).toBe(3)
  })
})

describe('results', () => {
  const okAnswers = [7, { tag: 'ok', val: 7 }]
  it.each(okAnswers)('take ok as %j', async (answer) => {
    const { check, slowCheck } = await instance({ check: () => answer, slowCheck: async () => answer })
    expect(check!(1)).toBe(7)
    expect(await slowCheck!(1)).toBe(7)
  })

  const failures: [string, () => unknown][] = [
    ['an outcome', () => ({ tag: 'err', val: 'bad' })],
    [
      'an error with a payload',
      () => {
        throw Object.assign(new TypeError('other words'), { payload: 'bad' })
      },
    ],
    [
      'a ComponentError',
      () => {
        throw new ComponentError('bad')
      },
    ],
    [
      'a thrown value',
      () => {
        throw 'bad'
      },
    ],
  ]
  it.each(failures)('take err as %s, and throw it with its payload', async (_, answer) => {
    const { check, slowCheck } = await instance({ check: answer, slowCheck: async () => answer() })
    for (const error of [thrown(() => check!(1)), await rejection(slowCheck!(1))]) {
      expect(error).toBeInstanceOf(ComponentError)
      expect((error as ComponentError).payload).toBe('bad')
      expect((error as ComponentError).message).toContain('bad')
    }
  })

  it('trap on an error without payload', async () => {
    const { check } = await instance({
      check: () => {
        throw new RangeError('broken')
      },
    })
    expect(thrown(() => check!(1))).toBeInstanceOf(TrapError)
  })

  it('keep a bare value for ok where ok itself is a result', async () => {
    const { nested } = await instance({ nested: () => ({ tag: 'err' }) })
    expect(nested!(1)).toEqual({ tag: 'err', val: undefined })
  })

  it.each([{ tag: 'ok', val: 7 }, { tag: 'err', val: undefined }, undefined])(
    'keep a bare value for ok where ok is an option of a result: %j',
    async (value) => {
      const { maybe } = await instance({ maybe: () => value })
      expect(maybe!(1)).toEqual(value)
    },
  )

  it('are unchanged by an error that one component throws through another', async () => {
    const inner = await instance({ check: () => ({ tag: 'err', val: 'deep' }) })
    const outer = await instance({ check: (value) => inner.check!(value) })
    expect((thrown(() => outer.check!(1)) as ComponentError).payload).toBe('deep')
  })
})

describe('functions of components', () => {
  it('throw a TypeError for arguments of another type and go on', async () => {
    const { addOne, slow } = await instance({ addOne: (value) => value, slow: (value) => value })
    expect(thrown(() => addOne!('text'))).toBeInstanceOf(TypeError)
    expect(thrown(() => addOne!())).toBeInstanceOf(TypeError)
    expect(await rejection(slow!('text'))).toBeInstanceOf(TypeError)
    expect(addOne!(1)).toBe(1)
  })

  it('of an async type always return a promise', async () => {
    const { slow } = await instance({ slow: (value) => value })
    const outcome = slow!(3)
    expect(outcome).toBeInstanceOf(Promise)
    expect(await outcome).toBe(3)
  })
})
