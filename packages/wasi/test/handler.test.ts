import { type Component, compile, type Instance, link } from '@weft/component'
import { type CompositionGraph, compose, linkGraph, parseGraph } from '@weft/component/compose'
import { describe, expect, test } from 'vitest'
import { createHttp } from '../src/http/create-http.js'
import { createRequest, createResponse } from '../src/http/create-message.js'
import type { Fields } from '../src/http/fields.js'
import { handlerOf } from '../src/http/handler-of.js'
import { createNodeClient } from '../src/http/node-client.js'
import { readMessage } from '../src/http/read-message.js'
import { Request } from '../src/http/request.js'
import { Response } from '../src/http/response.js'
import { serve } from '../src/serve/serve.js'
import { clocks } from './support/clocks.js'
import { guestNamed } from './support/guests.js'

const body = 'And the mome raths outgrabe'
const message = { method: 'POST', headers: { Foo: 'bar' }, body, trailers: { fizz: 'buzz' } }
const echoed = { status: 200, headers: { Foo: 'bar' }, body, trailers: { fizz: 'buzz' } }

async function instantiate(component: Component, imports = {}): Promise<Instance> {
  return component.instantiate({ ...createHttp().imports, ...clocks, ...imports })
}

async function shown(response: Response): Promise<unknown> {
  const received = readMessage(response)
  const text = await received.text()
  const status = response.getStatusCode()
  return {
    status,
    headers: pairs(response.getHeaders()),
    body: text,
    trailers: pairs(await received.trailers),
  }
}

function pairs(fields: Fields | undefined): unknown {
  const decoder = new TextDecoder()
  return fields && Object.fromEntries(fields.copyAll().map(([name, value]) => [name, decoder.decode(value)]))
}

/** A request goes in, and comes back; all that was made of it ends. */
async function expectEcho(instance: Instance, path: string): Promise<void> {
  const request = createRequest(`http://localhost${path}`, message)
  const response = await handlerOf(instance).handle(request)
  expect(await shown(response)).toEqual(echoed)
  expect(await request.body.transmission).toEqual({ tag: 'ok' })
  await instance.finished()
}

const paths = ['/echo', '/pump'] as const

describe('a handler that its host calls', () => {
  test.for(paths)('%s', async (path) => {
    await expectEcho(await instantiate(await guestNamed('service')), path)
  })

  test('with what the interface has alone', async () => {
    const instance = await instantiate(await guestNamed('service'))
    const { Fields } = createHttp().imports['wasi:http/types']
    const written = Promise.withResolvers<{ tag: 'ok'; val: Fields }>()
    const stream = new TransformStream<Uint8Array, Uint8Array>()
    const [request, transmission] = Request.new(new Fields(), stream.readable, written.promise, undefined)
    request.setPathWithQuery('/pump')
    const response = await handlerOf(instance).handle(request)
    const [contents, end] = Response.consumeBody(response, Promise.resolve({ tag: 'ok' }))
    // The body is written after the answer.
    const writer = stream.writable.getWriter()
    const said = writer.write(new TextEncoder().encode(body)).then(() => writer.close())
    let text = ''
    for await (const chunk of contents as AsyncIterable<Uint8Array>) text += new TextDecoder().decode(chunk)
    await said
    const fields = new Fields()
    fields.append('fizz', new TextEncoder().encode('buzz'))
    written.resolve({ tag: 'ok', val: fields })
    const outcome = await end
    expect(text).toBe(body)
    expect(outcome.tag === 'ok' && pairs(outcome.val)).toEqual({ fizz: 'buzz' })
    expect(await transmission).toEqual({ tag: 'ok' })
    await instance.finished()
  })

  test('without a body', async () => {
    const instance = await instantiate(await guestNamed('service'))
    for (const path of paths) {
      const response = await handlerOf(instance).handle(createRequest(`http://localhost${path}`))
      expect(await shown(response)).toEqual({ status: 200, headers: {}, body: '', trailers: undefined })
    }
    await instance.finished()
  })

  test('that could not take the request, and never answers', async () => {
    const instance = await instantiate(await guestNamed('service'))
    const request = createRequest('http://localhost/refuse', message)
    const answer = handlerOf(instance).handle(request)
    const refused = { tag: 'internal-error', val: 'no' }
    expect(await request.body.transmission).toEqual({ tag: 'err', val: refused })
    instance[Symbol.dispose]()
    await expect(answer).rejects.toMatchObject({ code: 'trap' })
  })

  test('that has an error instead of a response', async () => {
    const { handle } = handlerOf(await instantiate(await guestNamed('service')))
    await expect(handle(createRequest('http://localhost/error'))).rejects.toMatchObject({
      code: 'component-error',
      payload: { tag: 'connection-refused' },
    })
  })

  test('whose body breaks off', async () => {
    const { handle } = handlerOf(await instantiate(await guestNamed('service')))
    const received = readMessage(await handle(createRequest('http://localhost/trap-during')))
    await expect(received.text()).rejects.toMatchObject({ code: 'trap' })
    await expect(received.trailers).rejects.toMatchObject({ code: 'trap' })
  })

  test('whose body is not read to its end', async () => {
    const instance = await instantiate(await guestNamed('service'))
    const { handle } = handlerOf(instance)
    const response = await handle(createRequest('http://localhost/endless'))
    for await (const chunk of readMessage(response)) {
      expect(chunk[0]).toBe(0)
      break
    }
    expect(await response.body.transmission).toMatchObject({ val: { tag: 'connection-terminated' } })
    await instance.finished()
  })

  test('only if there is one', async () => {
    const instance = await instantiate(await guestNamed('client'))
    expect(() => handlerOf(instance)).toThrow('exports no wasi:http/handler')
  })
})

describe('middleware through which all bodies and trailers go', () => {
  const linked = async () =>
    instantiate(link({ plug: await guestNamed('service'), socket: await guestNamed('pumping') }))

  test('linked', async () => {
    await expectEcho(await linked(), '/pump')
  })

  test('linked, and the trailers come back to where they were written, which is a trap', async () => {
    await expect(expectEcho(await linked(), '/echo')).rejects.toMatchObject({
      rule: 'cannot read from and write to intra-component future with non-numeric payload',
    })
  })

  test('in front of a handler of the host', async () => {
    const handle = async (request: Request) => {
      expect(request.getPathWithQuery()).toBe('/a?b')
      const received = readMessage(request)
      const inverted = await received.bytes()
      return createResponse({ status: 201, body: inverted, trailers: await received.trailers })
    }
    const { imports } = createHttp({ handler: { handle } })
    const instance = await instantiate(await guestNamed('pumping'), imports)
    const request = createRequest('http://localhost/a?b', message)
    const response = await handlerOf(instance).handle(request)
    expect(await shown(response)).toEqual({ ...echoed, status: 201, headers: {} })
    await instance.finished()
  })
})

test('middleware that passes a message of its host on to the network, and the answer back', async () => {
  const service = await guestNamed('service')
  await using server = await serve(service, { imports: clocks })
  const client = createNodeClient({ upstream: server.url })
  const instance = await instantiate(await guestNamed('middleware'), createHttp({ client }).imports)
  for (const path of paths) {
    const request = createRequest(`http://localhost${path}`, message)
    const response = await handlerOf(instance).handle(request)
    expect(await shown(response)).toMatchObject({ body, trailers: { fizz: 'buzz' } })
    expect(await request.body.transmission).toEqual({ tag: 'ok' })
  }
  client.close()
})

describe('a chain by another interface with the same types', () => {
  const json = JSON.stringify({
    instances: {
      chained: {
        component: 'chained',
        imports: { 'test:http/chain-http': { instance: 'service', export: 'wasi:http/handler@0.3.0' } },
      },
      service: 'service',
    },
    exports: 'chained',
  })
  const graph = (): Promise<CompositionGraph> =>
    parseGraph(json, (name) => guestNamed(name as 'chained' | 'service'))

  test.for(paths)('%s, linked', async (path) => {
    await expectEcho(await instantiate(linkGraph(await graph())), path)
  })

  test.for(paths)('%s, as one component', async (path) => {
    await expectEcho(await instantiate(await compile(compose(await graph()))), path)
  })

  test.for(paths)('%s, of instances that the host holds', async (path) => {
    const service = await instantiate(await guestNamed('service'))
    const chained = await guestNamed('chained')
    await expectEcho(await instantiate(chained, { 'test:http/chain-http': handlerOf(service) }), path)
  })
})

describe('messages that cannot be made', () => {
  test.for([
    ['http://a/', { headers: { Host: 'b' } }, 'the field Host cannot be sent: forbidden'],
    ['http://a/', { headers: [['a b', 'c']] }, 'the field a b cannot be sent: invalid-syntax'],
    ['http://a/', { headers: { a: 'b\r\nc: d' } }, 'the field a cannot be sent: invalid-syntax'],
    ['http://a/', { method: 'GET /' }, 'GET / is no method'],
    ['a', {}, 'Invalid URL'],
  ] as const)('%s %j', ([url, options, reason]) => {
    const make = () => createRequest(url, options)
    expect(make).toThrow(TypeError)
    expect(make).toThrow(reason)
  })

  test('a status', () => {
    expect(() => createResponse({ status: 99 })).toThrow(new TypeError('99 is no status'))
  })
})

test('a request as it is made', () => {
  const request = createRequest(new URL('https://user@[::1]:8080/a%20b?c#d'), { method: 'PURGE' })
  expect(request.getMethod()).toEqual({ tag: 'other', val: 'PURGE' })
  expect(request.getScheme()).toEqual({ tag: 'HTTPS' })
  expect(request.getAuthority()).toBe('[::1]:8080')
  expect(request.getPathWithQuery()).toBe('/a%20b?c')
})
