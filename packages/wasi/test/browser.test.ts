import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PageRun } from './browser/page.js'
import { type ServedPage, servePage } from './browser/serve-page.js'
import { guestBytes } from './support/build-guest.js'

declare const runGuest: (name: string, args: readonly string[], stdin: string) => Promise<PageRun>

const { WEFT_CHROMIUM: executablePath } = process.env
// The Chromium that the tests bring along runs there; elsewhere a test needs to be given one.
const expected = process.platform === 'linux' && process.arch === 'x64'

describe.skipIf(executablePath === undefined && !expected)('in a browser (WEFT_CHROMIUM)', () => {
  let browser: Browser
  let served: ServedPage
  let page: Page

  beforeAll(async () => {
    if (executablePath === undefined)
      throw new TypeError('WEFT_CHROMIUM names no Chromium: run the tests by node scripts/with-gpu.js')
    const [commands, files] = [await guestBytes('commands'), await guestBytes('files')]
    served = await servePage({ commands, files })
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
      timeout: 0,
    })
    page = await browser.newPage()
    await page.goto(served.url, { timeout: 0 })
  })

  afterAll(async () => {
    await browser?.close()
    await served?.[Symbol.asyncDispose]()
  })

  const run = (name: string, args: readonly string[], stdin = '') =>
    page.evaluate(([guest, words, input]) => runGuest(guest, words, input), [name, args, stdin] as const)

  test('standard streams, arguments and exit codes', async () => {
    expect((await run('commands', ['guest.wasm', 'words', 'a'])).stdout).toBe('guest.wasm,words,a true')
    expect((await run('commands', ['guest.wasm', 'echo'], 'some input')).stdout).toBe('some input.')
    expect((await run('commands', ['guest.wasm', 'err'])).exitCode).toBe(1)
  })

  test('clocks and random numbers', async () => {
    expect((await run('commands', ['guest.wasm', 'clocks'])).stdout).toBe('true true true true')
    expect((await run('commands', ['guest.wasm', 'random'])).stdout).toMatch(/^[\da-f]{16} 0 100000 /)
  })

  test('files in memory', async () => {
    const { stdout, made } = await run('files', [
      '. list',
      '. open a a.txt r',
      'a read 1',
      '. open m made.txt rwcx',
      'm write 0 hello',
      'm read 1',
      '. open x ../etc r',
      '. symlink folder/b.txt link',
      '. open l link r follow',
      'l read 0',
      '. mkdir folder',
      '. rmdir folder',
      '. same .',
    ])
    expect(stdout.split('\n')).toEqual([
      'a.txt:5 folder:2 ok',
      'ok 1',
      '"est-a" ok',
      'ok 3',
      'ok 5',
      '"ello" ok',
      '!30',
      'ok',
      'ok 1',
      '"b" ok',
      '!6',
      '!24',
      'true',
      '',
    ])
    expect(made).toBe('hello')
  })
})
