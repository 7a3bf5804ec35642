import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Component, compile } from '@weft/component'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildGuest } from '../src/build-guest.js'
import { inFrontOfComponent, inFrontOfNetwork, type Splitter } from '../src/splitter.js'

let splitter: Component
let texts: Component

beforeAll(async () => {
  splitter = await compile(await buildGuest('splitter'))
  texts = await compile(await buildGuest('texts'))
})

const counted = (words: number) => ({ tag: 'ok', val: { bytes: 5 * words, words } })

describe('in front of a component', () => {
  let composed: Splitter

  beforeAll(async () => {
    composed = await inFrontOfComponent(splitter, texts)
  })

  it('counts what comes, in the order in which it comes', async () => {
    expect(await composed.gather(['text:90', 'text:10', 'text:50'])).toEqual([
      { url: 'text:10', counted: counted(10) },
      { url: 'text:50', counted: counted(50) },
      { url: 'text:90', counted: counted(90) },
    ])
  })

  it('keeps a failure to the address that failed', async () => {
    expect(await composed.gather(['text:9', 'x'])).toEqual([
      { url: 'x', counted: { tag: 'err', val: 'nothing is behind x' } },
      { url: 'text:9', counted: counted(9) },
    ])
  })

  it('takes the first that can be had', async () => {
    expect(await composed.first(['text:90', 'x', 'text:2'])).toEqual(new TextEncoder().encode('word word '))
  })

  it('tells every reason if nothing can be had', async () => {
    await expect(composed.first(['x', 'y'])).rejects.toMatchObject({
      payload: ['nothing is behind x', 'nothing is behind y'],
    })
    await expect(composed.first([])).rejects.toMatchObject({ payload: [] })
  })

  it('gathers nothing of nothing, and many at once', async () => {
    expect(await composed.gather([])).toEqual([])
    const many = await Promise.all(
      Array.from({ length: 50 }, () => composed.gather(['text:3', 'text:1', 'text:2'])),
    )
    for (const parts of many) expect(parts.map(({ url }) => url)).toEqual(['text:1', 'text:2', 'text:3'])
  })
})

describe('in front of the network', () => {
  let server: Server
  let composed: Splitter
  let origin: string
  const held = Promise.withResolvers<void>()

  beforeAll(async () => {
    composed = await inFrontOfNetwork(splitter)
    server = createServer(async ({ url }, response) => {
      if (url === '/refused') response.writeHead(503)
      else if (url === '/broken') {
        response.writeHead(200, { 'content-length': '100' })
        response.write('half', () => response.destroy())
        return
      } else if (url === '/slow') await held.promise
      response.end(url === '/slow' ? 'slow' : 'two words')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => {
    held.resolve()
    server.closeAllConnections()
    server.close()
  })

  it('asks for all at once: the first is there while another is held back', async () => {
    const text = await composed.first([`${origin}/slow`, `${origin}/quick`])
    expect(new TextDecoder().decode(text)).toBe('two words')
    held.resolve()
    const parts = await composed.gather([`${origin}/slow`, `${origin}/quick`])
    expect(parts.map(({ counted }) => counted.val)).toContainEqual({ bytes: 9, words: 2 })
    expect(parts.map(({ counted }) => counted.val)).toContainEqual({ bytes: 4, words: 1 })
  })

  it('says of each address what went wrong there', async () => {
    const urls = [`${origin}/refused`, `${origin}/broken`, 'http://127.0.0.1:1/', `${origin}/quick`]
    const parts = await composed.gather(urls)
    const of = (url: string) => parts.find((part) => part.url === url)!.counted
    expect(of(urls[0]!)).toEqual({ tag: 'err', val: `${origin}/refused answers 503` })
    expect(of(urls[1]!)).toMatchObject({ tag: 'err', val: expect.stringContaining('ended early') })
    expect(of(urls[2]!)).toMatchObject({ tag: 'err', val: expect.stringContaining('cannot be reached') })
    expect(of(urls[3]!)).toEqual({ tag: 'ok', val: { bytes: 9, words: 2 } })
  })
})
