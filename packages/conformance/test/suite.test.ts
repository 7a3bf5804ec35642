import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Device } from '@weft/backend'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runConformance } from '../src/index.js'
import { openDevice, type TestedDevice } from './support/open-devices.js'

const root = new URL('../../..', import.meta.url).pathname
const folder = join(resolve(root, process.env.WEFT_CONFORMANCE ?? '../shared/conformance'), 'core')
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.wast')) : []
if (names.length === 0) console.warn(`skipped: there are no test scripts in ${folder} (WEFT_CONFORMANCE)`)

/** Reasons that core WebAssembly 1.0 with vectors, several results and bulk memory may give: nothing else is skipped. */
const knownReasons = [
  /^about (the validation of|linking) modules, /,
  /^memory-grow: /,
  /^follows a skipped call, which /,
  /(passes|returns|gets) a reference: needs references as values$/,
  /^exhausts the call stack: /,
]

describe.each(['sequential', 'cpu'] satisfies TestedDevice[])(
  'the specification on the %s device',
  (kind) => {
    let device: Device
    beforeAll(async () => {
      device = await openDevice(kind)
    })
    afterAll(() => device[Symbol.asyncDispose]())

    test.skipIf(names.length === 0).each(names)('%s', async (name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const { files } = await runConformance([{ name, text }], { device })
      const [report] = files
      expect(report?.failures).toEqual([])
      const unknown = report?.skips.filter(({ reason }) => !knownReasons.some((known) => known.test(reason)))
      expect(unknown).toEqual([])
      const assertions = text.match(/^\s*\(assert_/gm)?.length ?? 0
      expect((report?.passed ?? 0) + (report?.skipped ?? 0)).toBe(assertions)
    })
  },
)
