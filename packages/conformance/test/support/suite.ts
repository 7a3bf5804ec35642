import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Device } from '@weft/backend'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConformanceOptions, type FileReport, runConformance } from '../../src/index.js'
import { officialScripts } from './official-folder.js'
import { openDevice, type TestedDevice } from './open-devices.js'

const { folder, scripts } = officialScripts('core')

/** The scripts of the specification's suite that are there. */
export function suiteScripts(): string[] {
  return scripts
}

/** What core WebAssembly 1.0 with vectors, several results and bulk memory may be skipped for, and nothing else. */
const knownReasons = [
  /^about (the validation of|linking) modules, /,
  /^memory-grow: /,
  /^follows a skipped call, which /,
  /^(passes|returns|gets) a reference: needs references as values$/,
  /^exhausts the call stack: /,
]

/** A test for each script. `reasons` are further ones for skips; `judge` says what a report must be. */
export function testSuite(
  kind: TestedDevice,
  names: readonly string[],
  options: { readonly reasons?: readonly RegExp[]; readonly float?: ConformanceOptions['float'] } = {},
  judge: (report: FileReport) => void = ({ failures }) => expect(failures).toEqual([]),
): void {
  const title = `the specification on the ${kind} device`
  if (names.length === 0) {
    test.skip(`${title} (there are no scripts)`)
    return
  }
  describe(title, () => {
    let device: Device
    beforeAll(async () => {
      device = await openDevice(kind)
    })
    afterAll(() => device[Symbol.asyncDispose]())

    test.each(names)('%s', async (name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const { files } = await runConformance([{ name, text }], { device, float: options.float })
      const [report] = files
      if (report === undefined) throw new TypeError('no report')
      judge(report)
      const known = [...knownReasons, ...(options.reasons ?? [])]
      expect(report.skips.filter(({ reason }) => !known.some((each) => each.test(reason)))).toEqual([])
      const assertions = text.match(/^\s*\(assert_/gm)?.length ?? 0
      expect(report.passed + report.failed + report.skipped).toBe(assertions)
    })
  })
}
