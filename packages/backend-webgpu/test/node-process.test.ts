import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { countKernel } from './support/kernels.js'

const run = promisify(execFile)
const fixture = join(import.meta.dirname, 'fixtures/idle-process.js')

/** What the process printed; fails unless it ends by itself with exit code 0. */
async function linesOf(mode: string, environment: Record<string, string> = {}) {
  const kernel = { KERNEL: Buffer.from(countKernel.bytes).toString('base64') }
  const env = { ...process.env, ...kernel, ...environment }
  const { stdout } = await run(process.execPath, [fixture, mode], { env, timeout: 300_000 })
  return stdout.trim().split('\n')
}

test.each(['probe', 'keep', 'dispose'])('a process ends by itself: %s', async (mode) => {
  const [probed, ...rest] = await linesOf(mode)
  expect(JSON.parse(probed!)).toMatchObject({ devices: [{ name: expect.any(String) }], reasons: [] })
  expect(rest).toEqual(mode === 'probe' ? [] : ['1'])
})

test('without the package webgpu there are no devices, and the reason says what to do', async () => {
  const [probed] = await linesOf('no-package')
  const { devices, reasons } = JSON.parse(probed!)
  expect(devices).toEqual([])
  expect(reasons).toEqual([expect.stringContaining('npm install webgpu')])
})

const usesVulkan = process.platform === 'linux'

test.skipIf(!usesVulkan)(
  'without a GPU there are none either (only on Linux can a test hide it)',
  async () => {
    const [probed] = await linesOf('keep', {
      VK_DRIVER_FILES: '/nowhere.json',
      VK_ICD_FILENAMES: '/nowhere.json',
    })
    const { devices, reasons } = JSON.parse(probed!)
    expect(devices).toEqual([])
    expect(reasons).toEqual([expect.stringContaining('finds no GPU: install the driver')])
  },
)
