import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { compile } from '@weft/component'
import { serve } from '@weft/wasi/node'

const component = await compile(readFile(new URL('../build/guest.wasm', import.meta.url)))
const server = await serve(component)

after(() => server.close())

test('answers with a body of three lines', async () => {
  const response = await fetch(`${server.url}a?b=c`)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8')
  assert.equal(await response.text(), '1: /a?b=c\n2: /a?b=c\n3: /a?b=c\n')
})

test('answers requests that come at once, with bodies or not', async () => {
  const paths = ['/1', '/2', '/3', '/4']
  const answers = paths.map(async (path, index) => {
    const init = index % 2 === 0 ? {} : { method: 'POST', body: 'unread' }
    return (await fetch(new URL(path, server.url), init)).text()
  })
  assert.deepEqual(
    (await Promise.all(answers)).map((text) => text.split('\n')[2]),
    paths.map((path) => `3: ${path}`),
  )
})
