import { describe, expect, it } from 'vitest'
import type { Instance } from '../../src/index.js'
import { createTrace, type Trace, type TraceEvent } from '../../src/trace.js'
import { cancelling } from '../host/cancelling.js'
import { streamsComponent } from '../host/streams.js'
import { compileText } from '../support/parse.js'

const waiter = await compileText(cancelling)
const streams = await streamsComponent('u8')
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const start = (trace: Trace, later: (x: number) => unknown): Promise<Instance> =>
  waiter.instantiate({ later }, { ...trace.options, name: 'waiter' })

/** The events as a file has them; checks what holds for all. */
function eventsOf(trace: Trace): readonly TraceEvent[] {
  const { traceEvents } = JSON.parse(JSON.stringify(trace)) as { traceEvents: TraceEvent[] }
  const open = new Map<string, string[]>()
  let last = 0
  for (const { ph, cat, id, name, ts } of traceEvents) {
    expect(ts).toBeGreaterThanOrEqual(last)
    last = ts
    const names = open.get(`${cat} ${id}`) ?? []
    open.set(`${cat} ${id}`, names)
    if (ph === 'b') names.push(name)
    // What ends lies within what began before it.
    else if (ph === 'e') expect(names.pop()).toBe(name)
    else if (ph === 'n') expect(names).not.toEqual([])
  }
  expect([...open.values()].flat()).toEqual([])
  return traceEvents
}

/** A start function of a core module. */
const instantiation = ['b task (instantiation)', 'n task return', 'e task (instantiation)']

const brief = ({ ph, cat, name, args }: TraceEvent) =>
  [ph, cat, name, args === undefined ? '' : JSON.stringify(args)].filter(Boolean).join(' ')

describe('a trace', () => {
  it('has tasks, the calls they make, and their waits', async () => {
    const trace = createTrace()
    const instance = await start(trace, async (x) => x)
    expect(await instance.invoke('wait', [3])).toBe(3)
    expect(eventsOf(trace).map(brief)).toEqual([
      'M process_name {"name":"waiter"}',
      ...[...instantiation, ...instantiation],
      'b task wait',
      'b call later {"by":3}',
      'b task wait',
      'e call later',
      'e task wait',
      'n task return',
      'e task wait',
    ])
  })

  it('has the elements and bytes that move', async () => {
    const trace = createTrace()
    const { exports } = await streams.instantiate({}, trace.options)
    const { produce, consume } = exports as never as {
      produce(count: number, chunk: number): Promise<unknown>
      consume(stream: unknown, chunk: number): Promise<number>
    }
    expect(await consume(await produce(100, 100), 60)).toBe(100)
    const copies = eventsOf(trace).filter(({ cat }) => cat === 'copy')
    const read = copies.filter(({ name }) => name === 'stream.read').map(({ args }) => args)
    expect(read).toEqual([
      { elements: 60, bytes: 60 },
      { elements: 40, bytes: 40 },
    ])
  })

  it('ends what is cancelled', async () => {
    const trace = createTrace()
    const instance = await start(trace, () => new Promise(() => undefined))
    const controller = new AbortController()
    const call = instance.invoke('wait', [2], { signal: controller.signal })
    await turn()
    controller.abort()
    expect(await call).toBe(4)
    const events = eventsOf(trace).map(brief)
    expect(events).toContain('e call later {"how":"cancelled"}')
    expect(events).toContain('e task wait {"how":"cancelled"}')
    expect(events.filter((event) => event.includes('unfinished'))).toEqual([])
  })

  it.each([
    ['a trap', 3, 'trapped'],
    ['an abort', 0, undefined],
  ])('ends all after %s', async (_name, how, expected) => {
    const trace = createTrace()
    const instance = await start(trace, () => new Promise(() => undefined))
    const controller = new AbortController()
    const call = instance.invoke('wait', [how], { signal: controller.signal })
    await turn()
    controller.abort()
    await expect(call).rejects.toThrow()
    const tasks = eventsOf(trace).filter(
      ({ ph, cat, name }) => ph === 'e' && cat === 'task' && name === 'wait',
    )
    expect(tasks.at(-1)?.args?.how).toBe(expected)
  })

  it('ends what has not ended when it is asked for', async () => {
    const trace = createTrace()
    const instance = await start(trace, () => new Promise(() => undefined))
    const first = trace.toJSON().traceEvents.length
    const pending = instance.invoke('wait', [0])
    await turn()
    const ends = eventsOf(trace)
      .slice(first)
      .filter(({ ph }) => ph === 'e')
    expect(ends).toHaveLength(3)
    for (const { args } of ends) expect(args).toEqual({ unfinished: true })
    const before = trace.toJSON().traceEvents.length
    expect(trace.toJSON().traceEvents).toHaveLength(before)
    instance[Symbol.dispose]()
    await expect(pending).rejects.toThrow('disposed of')
  })

  it('has what the host adds', () => {
    const trace = createTrace()
    const end = trace.begin('cpu', 'dispatch', { iterations: 10 })
    end({ chunks: 2 })
    end()
    expect(eventsOf(trace).map(brief)).toEqual([
      'M process_name {"name":"cpu"}',
      'b host dispatch {"iterations":10}',
      'e host dispatch {"chunks":2}',
    ])
  })

  it('has no more events than it may', async () => {
    const trace = createTrace({ maximumEvents: 20 })
    const instance = await start(trace, async (x) => x)
    for (let x = 0; x < 100; x++) await instance.invoke('wait', [x])
    expect(eventsOf(trace).length).toBeLessThan(30)
    expect(trace.toJSON().otherData.dropped).toBeGreaterThan(250)
  })
})
