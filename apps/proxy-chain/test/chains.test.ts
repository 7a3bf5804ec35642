import { type Component, chain, link } from '@weft/component'
import { createNodeClient, serve } from '@weft/wasi/node'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { compose, type Guests } from '../src/chains.js'
import { loadHashedGuests } from './guests-of-test.js'
import { startOrigin } from './origin.js'

const hello = 'Hello from a component\n'
let guests: Guests
let hashes: Record<string, string>

beforeAll(async () => {
  ;({ guests, hashes } = await loadHashedGuests())
})

/** Serves a component until the test is over; by then nothing may be left of any request. */
async function urlOf(component: Component, upstream?: string): Promise<string> {
  const client = upstream === undefined ? undefined : createNodeClient({ upstream })
  const errors: unknown[] = []
  const server = await serve(component, { client, onError: (error) => errors.push(error) })
  onTestFinished(async () => {
    await expect.poll(() => server.requests + server.tasks, { timeout: 60_000 }).toBe(0)
    await server.close()
    client?.close()
    expect(errors).toEqual([])
  })
  return server.url
}

/** One header for each middleware. */
function viaOf(response: Response): number {
  return response.headers.get('via')?.split(', ').length ?? 0
}

describe('middlewares in a row', () => {
  it.each([0, 1, 2, 4, 8, 16])('%i in front of a component', async (middlewares) => {
    const url = await urlOf(compose(guests, { middlewares, end: 'service' }))
    const response = await fetch(url)
    expect(viaOf(response)).toBe(middlewares)
    expect(await response.text()).toBe(hello)
  })

  it.each([0, 1, 16])('%i in front of the network: bodies go both ways', async (middlewares) => {
    await using origin = await startOrigin((message, out) => {
      out.writeHead(201, { 'x-path': message.url, 'content-type': 'text/plain' })
      message.pipe(out)
    })
    const url = await urlOf(compose(guests, { middlewares, end: 'network' }), origin.url)
    const body = 'x'.repeat(300_000)
    const response = await fetch(`${url}some/path?query`, { method: 'POST', body })
    expect(response.status).toBe(201)
    expect(response.headers.get('x-path')).toBe('/some/path?query')
    expect(viaOf(response)).toBe(middlewares)
    expect(await response.text()).toBe(body)
  })

  it('change no byte of any guest when the network takes the place of a component', async () => {
    await using origin = await startOrigin((_, out) => out.end('from the network'))
    const before = await loadHashedGuests()
    const inFrontOfComponent = await urlOf(compose(before.guests, { middlewares: 3, end: 'service' }))
    const after = await loadHashedGuests()
    const inFrontOfNetwork = await urlOf(
      compose(after.guests, { middlewares: 3, end: 'network' }),
      origin.url,
    )
    expect(await (await fetch(inFrontOfComponent)).text()).toBe(hello)
    expect(await (await fetch(inFrontOfNetwork)).text()).toBe('from the network')
    expect(after.hashes).toEqual(before.hashes)
    expect(hashes).toEqual(before.hashes)
    // The very same middleware, with what the host gives as its upstream: no gateway between.
    const withoutGateway = await urlOf(chain(guests['header-edit'], guests['header-edit']), origin.url)
    expect(viaOf(await fetch(withoutGateway))).toBe(2)
  })

  it('pass on what goes wrong at the end', async () => {
    const client = createNodeClient({ upstream: 'http://127.0.0.1:1' })
    const server = await serve(compose(guests, { middlewares: 4, end: 'network' }), {
      client,
      onError: () => {},
    })
    expect((await fetch(server.url)).status).toBe(502)
    await server.close()
    client.close()
  })

  it('break a response off whose upstream dies in mid body', async () => {
    await using origin = await startOrigin((_, out) => {
      out.writeHead(200, { 'content-length': '1000' })
      out.write('half', () => out.destroy())
    })
    const client = createNodeClient({ upstream: origin.url })
    const server = await serve(compose(guests, { middlewares: 4, end: 'network' }), {
      client,
      onError: () => {},
    })
    await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow()
    await expect.poll(() => server.requests + server.tasks, { timeout: 60_000 }).toBe(0)
    await server.close()
    client.close()
  })

  it('pass long bodies on', async () => {
    const url = await urlOf(compose(guests, { middlewares: 8, end: 'service' }))
    for (const bytes of [0, 1, 65_536, 65_537, 5_000_000]) {
      const body = await (await fetch(`${url}bytes/${bytes}`)).bytes()
      expect(body.length).toBe(bytes)
      expect(body.at(-1)).toBe(bytes === 0 ? undefined : 0x61 + (((bytes - 1) % 65_536) % 26))
    }
  })
})

describe('a splitter', () => {
  it.each([1, 2])('asks three upstreams, in %i levels', async (levels) => {
    const url = await urlOf(compose(guests, { middlewares: 1, end: 'service', levels }))
    const response = await fetch(url)
    expect(response.headers.get('x-parts')).toBe('3')
    expect(response.headers.get('content-length')).toBe(String(3 ** levels * hello.length))
    expect(await response.text()).toBe(hello.repeat(3 ** levels))
  })

  it('asks all of them before the first has answered', async () => {
    let asked = 0
    const all = Promise.withResolvers<void>()
    await using origin = await startOrigin(async (_, out) => {
      if (++asked === 3) all.resolve()
      await all.promise
      out.end('x')
    })
    const url = await urlOf(compose(guests, { middlewares: 0, end: 'network', levels: 1 }), origin.url)
    expect(await (await fetch(url)).text()).toBe('xxx')
  })

  it('takes a chain of its own for each upstream', async () => {
    const { service, splitter } = guests
    const plug = [
      chain(guests['branch-first'], service),
      chain(guests['branch-second'], guests['header-edit'], service),
      chain(guests['branch-third'], guests.cache, service),
    ]
    const url = await urlOf(link({ plug, socket: splitter }))
    expect(await (await fetch(url)).text()).toBe(hello.repeat(3))
  })
})

describe('a cache', () => {
  async function countingCache(answer: (path: string) => [status: number, headers: object, body: string]) {
    const asked: string[] = []
    const origin = await startOrigin((message, out) => {
      asked.push(`${message.method} ${message.url}`)
      const [status, headers, body] = answer(message.url!)
      out.writeHead(status, { ...headers }).end(body)
    })
    onTestFinished(() => origin[Symbol.asyncDispose]())
    const url = await urlOf(chain(guests.cache, guests.gateway), origin.url)
    return { asked, url }
  }

  it('answers the second time without its upstream', async () => {
    const { asked, url } = await countingCache((path) => [200, { 'x-from': 'origin' }, `body of ${path}`])
    for (const cache of [null, 'hit', 'hit']) {
      const response = await fetch(`${url}a`)
      expect(await response.text()).toBe('body of /a')
      expect(response.headers.get('x-cache')).toBe(cache)
      expect(response.headers.get('x-from')).toBe('origin')
    }
    await fetch(`${url}b`)
    await fetch(`${url}a`, { method: 'POST' })
    expect(asked).toEqual(['GET /a', 'GET /b', 'POST /a'])
  })

  it('keeps nothing that failed, is private or too long', async () => {
    const { asked, url } = await countingCache((path) => {
      if (path === '/404') return [404, {}, 'none']
      return path === '/private'
        ? [200, { 'cache-control': 'no-store' }, 'p']
        : [200, {}, 'x'.repeat(100_000)]
    })
    for (const path of ['404', '404', 'private', 'private', 'long', 'long'])
      await (await fetch(url + path)).text()
    expect(asked).toHaveLength(6)
  })

  it('forgets what it kept first when there is no room', async () => {
    const { asked, url } = await countingCache((path) => [200, {}, `${path}${'x'.repeat(60_000)}`])
    const ask = async (path: number) => (await fetch(`${url}${path}`)).text()
    for (let path = 0; path < 20; path++) await ask(path)
    await ask(19)
    expect(asked).toHaveLength(20)
    expect(await ask(0)).toMatch(/^\/0x/)
    expect(asked).toHaveLength(21)
  })
})

it('gives every one of many clients its own response', async () => {
  const url = await urlOf(compose(guests, { middlewares: 4, end: 'service' }))
  const lengths = Array.from({ length: 200 }, (_, index) => index * 1000)
  const received = await Promise.all(
    lengths.map(async (bytes) => (await (await fetch(`${url}bytes/${bytes}`)).bytes()).length),
  )
  expect(received).toEqual(lengths)
})
