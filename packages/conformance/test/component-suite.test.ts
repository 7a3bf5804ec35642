import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type FileReport, runComponentWast } from '../src/component.js'
import { readNodes } from '../src/text/s-expression.js'
import { officialScripts } from './support/official-folder.js'

const { folder, scripts } = officialScripts('component')

async function run(text: string): Promise<FileReport> {
  const { files } = await runComponentWast([{ name: 'script.wast', text }])
  const [report] = files
  if (report === undefined) throw new TypeError('no report')
  return report
}

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

describe('the component model', () => {
  test.skipIf(scripts.length === 0).each(scripts)('%s', async (name) => {
    const text = textOf(name)
    const { failures, skips, passed } = await run(text)
    expect({ failures, skips }).toEqual({ failures: [], skips: [] })
    expect(passed).toBe(countOf(text, '(assert_'))
  })

  test.skipIf(scripts.length === 0)('no assertion holds that expects something else', async () => {
    for (const name of scripts) {
      const text = textOf(name)
      const { failures } = await run(expectingOther(text))
      // Any refusal will do for what is malformed.
      const expected = countOf(text, '(assert_') - countOf(text, '(assert_malformed')
      expect({ name, failed: failures.length }).toEqual({ name, failed: expected })
    }
  })
})

function countOf(text: string, start: string): number {
  return text.split('\n').filter((line) => line.trimStart().startsWith(start)).length
}

/** The script with another end in each assertion: another message, another number, or one result too many. */
function expectingOther(text: string): string {
  let other = text
  for (const node of [...readNodes(text)].reverse()) {
    const [head, ...items] = node.kind === 'list' ? node.items : []
    const last = items.at(-1)
    if (last === undefined || head?.kind !== 'atom' || !head.text.startsWith('assert_')) continue
    const written = text.slice(last.start, last.end)
    const wrong = last.kind === 'string' ? '"no such message"' : otherResult(written)
    other = other.slice(0, last.start) + wrong + other.slice(last.end)
  }
  return other
}

function otherResult(written: string): string {
  const number = /^\(([us]\d+\.const) (\w+)\)$/.exec(written)
  if (number === null) return `${written} (bool.const true)`
  return `(${number[1]} ${number[2] === '1' ? '2' : '1'})`
}
