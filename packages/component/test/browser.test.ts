import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectScenarios } from './built/expect-scenarios.js'
import { assembleGuests } from './built/guests.js'
import { type ServedPage, servePage } from './built/serve-page.js'

declare const runScenario: (program: object) => Promise<unknown>

const { WEFT_CHROMIUM: executablePath } = process.env
// The Chromium that the tests bring along runs there; elsewhere a test needs to be given one.
const expected = process.platform === 'linux' && process.arch === 'x64'

describe.skipIf(executablePath === undefined && !expected)('in a browser (WEFT_CHROMIUM)', () => {
  let browser: Browser
  let served: ServedPage

  beforeAll(async () => {
    if (executablePath === undefined) {
      throw new TypeError('WEFT_CHROMIUM names no Chromium: run the tests by node scripts/with-gpu.js')
    }
    served = await servePage(await assembleGuests())
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
      timeout: 0,
    })
  })

  afterAll(async () => {
    await browser?.close()
    await served?.[Symbol.asyncDispose]()
  })

  async function evaluate<Value>(run: (program: object) => Promise<Value>, program: object): Promise<Value> {
    const page = await browser.newPage()
    try {
      await page.goto(served.url, { timeout: 0 })
      return (await page.evaluate(run as never, program)) as Value
    } finally {
      await page.close()
    }
  }

  test('nothing of Node is there, and JSPI is', async () => {
    const found = await evaluate(
      async () => ['process', 'setImmediate', 'Buffer', 'require'].filter((name) => name in globalThis),
      {},
    )
    expect(found).toEqual([])
    expect(await evaluate(async () => 'Suspending' in WebAssembly, {})).toBe(true)
  })

  const runIn = (program: object) => evaluate((given) => runScenario(given), program)

  describe.each([
    ['with JSPI', true],
    ['without JSPI', false],
  ])('%s, the package', (_, jspi) =>
    expectScenarios(jspi, (scenario) => runIn({ scenario, withoutJspi: !jspi })),
  )

  describe('in a worker, the package', () =>
    expectScenarios(true, (scenario) => runIn({ scenario, inWorker: true })))

  test('Chromium takes core modules over 8 MB in workers only', async () => {
    expect(await runIn({ scenario: 'instantiateLarge', inWorker: true })).toEqual({ value: 7 })
    const message = expect.stringContaining('disallowed on the main thread')
    expect(await runIn({ scenario: 'instantiateLarge' })).toEqual({ code: 'limit-exceeded', message })
  })
})
