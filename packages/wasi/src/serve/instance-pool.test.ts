import type { Instance } from '@weft/component'
import { describe, expect, test } from 'vitest'
import { InstancePool, type PooledInstance, type Slot } from './instance-pool.js'
import { defaultServeLimits, type ServeLimits } from './serve-options.js'

/** An instance that can do nothing, and how often such were made and ended. */
function createPool(limits: Partial<ServeLimits>, fails: (made: number) => boolean = () => false) {
  const counts = { made: 0, ended: 0 }
  const create = async (): Promise<PooledInstance> => {
    counts.made++
    if (fails(counts.made)) throw new TypeError(`no instance ${counts.made}`)
    const instance = { canBeEntered: true, runningTasks: 0, [Symbol.dispose]() {} } as unknown as Instance
    return { instance, end: async () => void counts.ended++ }
  }
  const exclusive = { maximumRequestsAtOnce: 1, maximumReuse: 1, exclusive: true }
  return { pool: new InstancePool(create, { ...defaultServeLimits, ...exclusive, ...limits }), counts }
}

function finish(pool: InstancePool, slot: Slot): void {
  slot.served++
  pool.release(slot)
}

describe('instances that do one thing at a time', () => {
  test('requests wait for their turn', async () => {
    const { pool, counts } = createPool({ maximumInstances: 2 })
    let most = 0
    let active = 0
    const request = async () => {
      const slot = await pool.take()
      most = Math.max(most, ++active)
      await undefined
      active--
      finish(pool, slot)
    }
    await Promise.all(Array.from({ length: 20 }, request))
    expect({ most, ...counts, size: pool.size }).toEqual({ most: 2, made: 20, ended: 20, size: 0 })
  })

  test('are made at the same time', async () => {
    const { pool, counts } = createPool({ maximumInstances: 8 })
    const slots = await Promise.all(Array.from({ length: 8 }, () => pool.take()))
    expect(new Set(slots).size).toBe(8)
    expect(counts.made).toBe(8)
  })

  test('those that cannot be made are told to everybody who waits', async () => {
    const { pool } = createPool({ maximumInstances: 1 }, (made) => made > 1)
    const slot = await pool.take()
    const waiting = Promise.allSettled([pool.take(), pool.take(), pool.take()])
    finish(pool, slot)
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  })

  test('a request that is given up leaves the queue, and takes no instance', async () => {
    const { pool, counts } = createPool({ maximumInstances: 1 })
    const slot = await pool.take()
    const controller = new AbortController()
    const reason = new TypeError('gone')
    const gone = Promise.resolve(pool.take(controller.signal))
    const next = pool.take()
    controller.abort(reason)
    await expect(gone).rejects.toBe(reason)
    finish(pool, slot)
    await next
    expect(counts.made).toBe(2)
  })

  test('an instance that was not called is not used up', async () => {
    const { pool, counts } = createPool({ maximumInstances: 1 })
    pool.release(await pool.take())
    finish(pool, await pool.take())
    expect(counts).toEqual({ made: 1, ended: 1 })
  })

  test('the end of the pool is the end of waiting', async () => {
    const { pool } = createPool({ maximumInstances: 1 })
    await pool.take()
    const waiting = Promise.resolve(pool.take())
    await Promise.all([pool.dispose(), expect(waiting).rejects.toMatchObject({ code: 'http-limit' })])
  })
})

test('instances that do several things at once are shared while they are made', async () => {
  const { pool, counts } = createPool({ exclusive: false, maximumRequestsAtOnce: 3 } as Partial<ServeLimits>)
  const slots = await Promise.all(Array.from({ length: 7 }, () => pool.take()))
  expect(slots.map((slot) => slots.indexOf(slot))).toEqual([0, 0, 0, 3, 3, 3, 6])
  expect(counts.made).toBe(3)
})
