import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedBundle, serveBundle } from './browser/serve-bundle.js'
import { nstreamReadingGuest, tableGuest } from './guests.js'

declare const runGuest: (calls: object) => Promise<unknown>

const { WEFT_CHROMIUM: executablePath } = process.env
// The Chromium that the tests bring along runs there; elsewhere a test needs to be given one.
const expected = process.platform === 'linux' && process.arch === 'x64'

describe.skipIf(executablePath === undefined && !expected)('in a browser (WEFT_CHROMIUM)', () => {
  let browser: Browser
  let bundle: ServedBundle

  beforeAll(async () => {
    if (executablePath === undefined) {
      throw new TypeError('WEFT_CHROMIUM names no Chromium: run the tests by node scripts/with-gpu.js')
    }
    bundle = await serveBundle()
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
      timeout: 0,
    })
  })

  afterAll(async () => {
    await browser?.close()
    await bundle?.[Symbol.asyncDispose]()
  })

  async function run(module: Uint8Array, calls: readonly unknown[], withoutJspi: boolean) {
    const page = await browser.newPage()
    try {
      await page.goto(bundle.url, { timeout: 0 })
      const given = { module: [...module], calls, withoutJspi }
      return await page.evaluate((program) => runGuest(program), given)
    } finally {
      await page.close()
    }
  }

  test.each([
    [false, 'jspi'],
    [true, 'worker'],
  ])('a guest waits for its device; without JSPI %s: %s', async (withoutJspi, suspension) => {
    const nstream = [['setup', 2, 1000, 1], ['execute'], ['execute'], ['finish']]
    expect(await run(nstreamReadingGuest, nstream, withoutJspi)).toEqual({
      suspension,
      results: [0, 0, 0, 0],
      failures: [],
    })
    const table = [
      ['store', 2, 5],
      ['set_bias', 50],
      ['store', 2, 5],
      ['stored', 4],
      ['store', 9, 1],
    ]
    expect(await run(tableGuest('table'), table, withoutJspi)).toEqual({
      suspension,
      results: [0, undefined, 0, 54, expect.any(Number)],
      failures: ['invalid_table_index'],
    })
  })
})
