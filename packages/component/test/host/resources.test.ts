import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { LinkError, TrapError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { type Instance, ResourceError, type Store } from '../../src/index.js'
import { counterComponent } from './counter.js'
import { lenderComponent } from './lender.js'
import { thingsComponent } from './things.js'

interface Counter extends Disposable {
  get(): number
  slowGet(): Promise<number>
  add(more: number): void
}
interface CounterExports {
  readonly Counter: { new (start: number): Counter; take(counter: Counter): number }
  dropped(): number
  readonly store: Store
}

const counters = await counterComponent()
const lenders = await lenderComponent()
const things = await thingsComponent()

async function counterExports(): Promise<CounterExports> {
  const { exports, store } = await counters.instantiate()
  return { ...exports, store } as never
}

describe('resources of a component', () => {
  it('are instances of a class with constructor, methods and statics', async () => {
    const { Counter } = await counterExports()
    const counter = new Counter(3)
    counter.add(4)
    expect(counter).toBeInstanceOf(Counter)
    expect(counter.get()).toBe(7)
    expect(await counter.slowGet()).toBe(7)
    expect(Counter.name).toBe('Counter')
    expect(Object.keys(counter)).toEqual([])
  })

  it('can be extended by a subclass', async () => {
    const { Counter } = await counterExports()
    class Twice extends Counter {
      override get(): number {
        return super.get() * 2
      }
    }
    const counter = new Twice(21)
    expect(counter.get()).toBe(42)
    expect(Counter.take(counter)).toBe(21)
  })

  it('run their destructor when they are disposed of, once', async () => {
    const { Counter, dropped } = await counterExports()
    const counter = new Counter(3)
    counter[Symbol.dispose]()
    expect(dropped()).toBe(1)
    counter[Symbol.dispose]()
    expect(dropped()).toBe(1)
    expect(() => counter.get()).toThrow('was dropped')
  })

  it('are gone after they were given away', async () => {
    const { Counter, dropped } = await counterExports()
    const counter = new Counter(5)
    expect(Counter.take(counter)).toBe(5)
    expect(dropped()).toBe(1)
    expect(() => Counter.take(counter)).toThrow('was dropped')
    counter[Symbol.dispose]()
    expect(dropped()).toBe(1)
  })

  it('of another instance or class are refused', async () => {
    const [one, two] = [await counterExports(), await counterExports()]
    const foreign = new two.Counter(1)
    for (const wrong of [foreign, {}, undefined, 1]) {
      expect(() => one.Counter.take(wrong as Counter)).toThrow(TypeError)
      expect(() => one.Counter.prototype.get.call(wrong)).toThrow(TypeError)
    }
    expect(foreign.get()).toBe(1)
  })

  it('cannot be disposed of while a call has them', async () => {
    const exports = await counterExports()
    const { Counter, dropped } = exports
    const counter = new Counter(5)
    const { show, calls } = await lender(exports, () => {
      expect(() => counter[Symbol.dispose]()).toThrow(ResourceError)
      return 1
    })
    expect(show(counter)).toBe(1)
    expect(calls).toHaveLength(1)
    expect(dropped()).toBe(0)
    counter[Symbol.dispose]()
    expect(dropped()).toBe(1)
  })

  it('throw the trap of their destructor', async () => {
    const { Counter } = await counterExports()
    const counter = new Counter(13)
    expect(() => counter[Symbol.dispose]()).toThrow(TrapError)
  })

  it('are borrowed by the host for one call', async () => {
    const exports = await counterExports()
    const { Counter } = exports
    const counter = new Counter(5)
    const { show, calls } = await lender(exports, (borrowed) => borrowed.get() + 1)
    expect(show(counter)).toBe(6)
    const [borrowed] = calls
    expect(borrowed).toBeInstanceOf(Counter)
    expect(borrowed).not.toBe(counter)
    expect(() => borrowed!.get()).toThrow('was dropped')
    expect(counter.get()).toBe(5)
  })

  it('are borrowed until the promise of an asynchronous host function settles', async () => {
    const exports = await counterExports()
    const counter = new exports.Counter(5)
    const { slowShow, calls } = await lender(exports, async (borrowed) => {
      await undefined
      return borrowed.get()
    })
    const outcome = slowShow(counter)
    expect(() => counter[Symbol.dispose]()).toThrow(ResourceError)
    expect(await outcome).toBe(5)
    expect(() => calls[0]!.get()).toThrow('was dropped')
  })

  it('that are borrowed cannot be given away', async () => {
    const exports = await counterExports()
    const { Counter } = exports
    const { show } = await lender(exports, (borrowed) => {
      expect(() => Counter.take(borrowed)).toThrow('borrowed')
      return 2
    })
    expect(show(new Counter(1))).toBe(2)
  })

  it('that are lent on beyond the call trap the component that lent them', async () => {
    const exports = await counterExports()
    const keeper = await lender(exports, () => new Promise(() => undefined))
    const { show } = await lender(exports, (borrowed) => {
      void keeper.slowShow(borrowed)
      return 1
    })
    const counter = new exports.Counter(5)
    expect(() => show(counter)).toThrow('is lent to a call that has not returned')
    expect(() => show(counter)).toThrow('cannot enter component instance')
    expect(counter.get()).toBe(5)
  })

  it('that are forgotten are dropped', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const { Counter, dropped } = await counterExports()
    new Counter(1).add(1)
    while (dropped() === 0) {
      collect()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(dropped()).toBe(1)
  })
})

/** A component of the same store that is lent a counter and lends it to `look`. */
async function lender({ Counter, store }: CounterExports, look: (counter: Counter) => unknown) {
  const calls: Counter[] = []
  const called = (counter: Counter): unknown => {
    calls.push(counter)
    return look(counter)
  }
  const { exports } = await lenders.instantiate({ Counter, look: called, slowLook: called }, { store })
  return { calls, show: exports.show as Show, slowShow: exports.slowShow as Show<Promise<number>> }
}

type Show<Result = number> = (counter: Counter) => Result

class Thing implements Disposable {
  readonly name: number
  disposed = 0

  constructor(name: number) {
    this.name = name
  }

  static find(name: number): Thing {
    return new Thing(name + 100)
  }

  rename(suffix: number): number {
    return this.name * 10 + suffix
  }

  [Symbol.dispose](): void {
    this.disposed++
  }
}

interface ThingExports {
  make(name: number): Thing
  find(name: number): Thing
  rename(thing: Thing, suffix: number): number
  same(thing: Thing): Thing
  give(thing: Thing): void
  hold(thing: Thing): void
  drop(thing: Thing): void
}

async function thingUser(
  host: object = { Thing, keep: () => undefined },
  onError?: (error: unknown) => void,
): Promise<ThingExports & { made: Instance }> {
  const made = await things.instantiate({ host }, { onError })
  return { ...(made.exports as never as ThingExports), made }
}

describe('resources of the host', () => {
  it('are made by the constructor or a static of their class', async () => {
    const { make, find } = await thingUser()
    const [made, found] = [make(1), find(2)]
    expect(made).toBeInstanceOf(Thing)
    expect([made.name, found.name]).toEqual([1, 102])
  })

  it('are the same objects when they come back', async () => {
    const kept: Thing[] = []
    const { same, give } = await thingUser({ Thing, keep: (thing: Thing) => kept.push(thing) && undefined })
    const thing = new Thing(3)
    expect(same(thing)).toBe(thing)
    give(thing)
    expect(kept).toEqual([thing])
    expect(kept[0]).toBe(thing)
    expect(thing.disposed).toBe(0)
  })

  it('are `this` of their methods, those of subclasses too', async () => {
    class Other extends Thing {
      override rename(suffix: number): number {
        return suffix + 1000
      }
    }
    const { rename } = await thingUser()
    expect(rename(new Thing(4), 2)).toBe(42)
    expect(rename(new Other(4), 2)).toBe(1002)
  })

  it('are disposed of when the component drops them', async () => {
    const { drop } = await thingUser()
    const thing = new Thing(1)
    drop(thing)
    expect(thing.disposed).toBe(1)
  })

  it('are disposed of with their last handle', async () => {
    const { hold, drop } = await thingUser()
    const thing = new Thing(1)
    hold(thing)
    drop(thing)
    expect(thing.disposed).toBe(0)
  })

  it('need no `[Symbol.dispose]`', async () => {
    class Bare {}
    class BareThing extends Bare {}
    Object.assign(BareThing, { find: () => new BareThing() })
    Object.assign(BareThing.prototype, { rename: () => 0 })
    const { drop, make } = await thingUser({ Thing: BareThing, keep: () => undefined })
    expect(() => drop(make(1))).not.toThrow()
  })

  it('whose disposal fails are reported', async () => {
    const errors: unknown[] = []
    const broken = new TypeError('broken')
    class Failing extends Thing {
      override [Symbol.dispose](): void {
        throw broken
      }
    }
    const { drop } = await thingUser({ Thing, keep: () => undefined }, (error) => errors.push(error))
    drop(new Failing(1))
    expect(errors).toEqual([broken])
  })

  it('are disposed of with the instance that holds them', async () => {
    const { hold, made } = await thingUser()
    const thing = new Thing(1)
    hold(thing)
    made[Symbol.dispose]()
    expect(thing.disposed).toBe(1)
  })

  it('of another class are refused', async () => {
    const { same, rename } = await thingUser()
    for (const wrong of [{}, null, 1, new Date()]) {
      expect(() => same(wrong as Thing)).toThrow('an instance of Thing was expected')
      expect(() => rename(wrong as Thing, 1)).toThrow(TypeError)
    }
  })

  it('that a host function returns in the wrong class trap the component', async () => {
    class Lost extends Thing {
      static override find(): never {
        return {} as never
      }
    }
    const { find } = await thingUser({ Thing: Lost, keep: () => undefined })
    expect(() => find(1)).toThrow('host#[static]thing.find')
  })

  const incomplete: [string, object, string][] = [
    ['class', { keep: () => undefined }, 'Thing'],
    ['class with a prototype', { Thing: () => undefined, keep: () => undefined }, 'Thing'],
    [
      'method',
      {
        Thing: Object.assign(class {}, { find: () => undefined }),
        keep: () => undefined,
      },
      'rename',
    ],
    [
      'static',
      {
        Thing: class {
          rename() {}
        },
        keep: () => undefined,
      },
      'find',
    ],
    ['function', { Thing }, 'keep'],
  ]
  it.each(incomplete)('without their %s do not link', async (_, host, missing) => {
    const error = await thingUser(host).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LinkError)
    expect((error as LinkError).message).toContain(missing)
    expect((error as LinkError).path).toContain('host#')
  })
})
