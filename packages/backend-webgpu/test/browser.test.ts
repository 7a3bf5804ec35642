import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedPage, servePage } from './browser/serve-page.js'
import { kernel, word } from './support/kernels.js'

declare const runKernel: (program: object) => Promise<unknown>
declare const runInWorker: (program: object) => Promise<unknown>

const { WEFT_CHROMIUM: executablePath } = process.env
// The Chromium that the tests bring along runs there; elsewhere a test needs to be given one.
const expected = process.platform === 'linux' && process.arch === 'x64'
const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
]

describe.skipIf(executablePath === undefined && !expected)('in a browser (WEFT_CHROMIUM)', () => {
  let browser: Browser
  let served: ServedPage

  beforeAll(async () => {
    if (executablePath === undefined) {
      throw new TypeError('WEFT_CHROMIUM names no Chromium: run the tests by node scripts/with-gpu.js')
    }
    served = await servePage()
    browser = await chromium.launch({ executablePath, args: flags, timeout: 0 })
  })

  afterAll(async () => {
    await browser?.close()
    await served?.[Symbol.asyncDispose]()
  })

  test.each(['page', 'worker'])('a kernel runs on the GPU, called from a %s', async (place) => {
    const { bytes } = kernel(`(i32.store ${word} (i32.mul (local.get $i) (local.get $i)))`)
    const program = { bytes: [...bytes], iterations: 1000 }
    const page = await browser.newPage()
    await page.goto(served.url, { timeout: 0 })
    const run =
      place === 'page'
        ? page.evaluate((given) => runKernel(given), program)
        : page.evaluate((given) => runInWorker(given), program)
    expect(await run).toEqual({
      name: expect.stringMatching(/swiftshader.*\(software\)/i),
      words: Array.from({ length: 1000 }, (_, iteration) => iteration ** 2),
      kernelMs: expect.any(Number),
    })
    await page.close()
  })
})
