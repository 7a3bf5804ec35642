import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runComponentWast } from '../src/component.js'

const folder = fileURLToPath(new URL('../../component/test/wast/', import.meta.url))

test.each(readdirSync(folder))('%s', async (name) => {
  const text = readFileSync(folder + name, 'utf8')
  const { files } = await runComponentWast([{ name, text }])
  const [report] = files
  expect({ failures: report?.failures, skips: report?.skips }).toEqual({ failures: [], skips: [] })
  expect(report?.passed).toBe(text.split('\n').filter((line) => line.startsWith('(assert_')).length)
})
