import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Component, compile } from '@weft/component'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Condition, Report } from '../src/analysis.js'
import { buildGuest } from '../src/build-guest.js'
import { generate } from '../src/generate.js'
import { condition, measure } from '../src/measure.js'
import { analyze, linkPipeline, type Text } from '../src/pipeline.js'
import { PlainAnalysis } from '../src/plain.js'
import { fileSource, generatedSource } from '../src/source.js'
import { referenceOf } from './reference.js'

let pipeline: Component
const header = 'station,degrees,region,status\n'

beforeAll(async () => {
  const parse = await compile(await buildGuest('parse'))
  const filter = await compile(await buildGuest('filter'))
  const aggregate = await compile(await buildGuest('aggregate'))
  pipeline = linkPipeline(parse, filter, aggregate)
})

function plainly(text: Iterable<Uint8Array>, where: Condition): Report {
  const analysis = new PlainAnalysis(where)
  for (const piece of text) analysis.take(piece)
  return analysis.finish()
}

/** A text in pieces of so many bytes. */
function* pieces(text: string, size: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function expectAgreement(text: string, size: number, where: Condition = condition): Promise<void> {
  const expected = referenceOf(text, where)
  expect(await analyze(pipeline, pieces(text, size), where)).toEqual(expected)
  expect(plainly(pieces(text, size), where)).toEqual(expected)
}

describe('the pipeline, and plain JavaScript, give what a slow reference gives', () => {
  it('for rows that are cut anywhere', async () => {
    const text = `${header}1,-0.5,2,0\n1,20,3,0\r\n77,1.25,11,0\n77,9.99,12,0\n2,3.4,5,7`
    for (let size = 1; size <= 40; size++) await expectAgreement(text, size)
  })

  it('for lines that are no rows', async () => {
    const broken = [
      '',
      ',',
      '1,2,3',
      '1,2,3,0,',
      'a,1,2,0',
      '1,1.,2,0',
      '1,.5,2,0',
      '1,1.234,2,0',
      '1,--1,2,0',
    ]
    broken.push(
      '1,1,70000,0',
      '1,1,2,70000',
      '1234567890,1,2,0',
      '1,100000,2,0',
      `${'9'.repeat(300)}`,
      ' 1,1,2,0',
    )
    const text = `${header}1,1,2,0\n${broken.join('\n')}\n2,2,2,0\n`
    expect(referenceOf(text, condition).parsed).toEqual({ rows: 2n, malformed: BigInt(broken.length) })
    for (const size of [1, 7, 64, 100_000]) await expectAgreement(text, size)
  })

  it('for texts with nothing in them', async () => {
    for (const text of ['', 'station', header, `${header}\n`]) await expectAgreement(text, 8)
  })

  it('for more stations than the table begins with', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `${(index * 2_654_435) % 999_999_999},1,2,0\n`)
    await expectAgreement(header + lines.join('') + lines.join(''), 10_000)
  })

  it('for any text', async () => {
    const number = fc.oneof(fc.nat(20), fc.nat(), fc.constantFrom(65535, 65536, 999_999_999))
    const degrees = fc.oneof(
      fc.float({ min: -100, max: 100, noNaN: true }).map((value) => value.toFixed(1)),
      fc.string(),
    )
    const rows = fc.tuple(number, degrees, fc.nat(20), fc.nat(2)).map((fields) => `${fields.join(',')}\n`)
    const line = fc.oneof({ weight: 5, arbitrary: rows }, fc.string())
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 60 }),
        fc.integer({ min: 1, max: 90 }),
        async (lines, size) => {
          await expectAgreement(header + lines.join(''), size)
        },
      ),
      { numRuns: 60 },
    )
  })
})

it('makes up the same text every time, of exactly the bytes that were asked for', () => {
  const texts = [1, 2].map(() => Buffer.concat(Array.from(generate(1_000_003), (piece) => piece.slice())))
  expect(texts[0]).toHaveLength(1_000_003)
  expect(texts[0]!.equals(texts[1]!)).toBe(true)
  expect(texts[0]!.subarray(0, header.length).toString()).toBe(header)
})

it('measures texts that are made up and texts in files, and tells of its progress', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-analytics-'))
  try {
    const file = path.join(folder, 'text.csv')
    await writeFile(file, generate(5_000_000))
    let passed = 0
    const fromFile = await measure(pipeline, await fileSource(file), 1, (bytes) => {
      passed += bytes
    })
    const madeUp = await measure(pipeline, generatedSource(5_000_000), 1, () => {})
    expect(fromFile.report).toEqual(madeUp.report)
    expect(fromFile.report.parsed.malformed).toBeGreaterThan(0n)
    expect(passed).toBeGreaterThanOrEqual(10_000_000)
    expect(fromFile.rows.map(({ name }) => name)).toEqual([
      'analytics/weft',
      'analytics/plain',
      'analytics/of-plain',
      'analytics/memory',
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('sums up what came if the text breaks off, and the host is told why', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(`${header}1,1,2,0\n`)
    throw new RangeError('the disk is gone')
  }
  const told: unknown[] = []
  using instance = await pipeline.instantiate({}, { onError: (error) => told.push(error) })
  const { run } = instance.exports as { run(text: Text, where: Condition): Promise<Report> }
  expect((await run(broken(), condition)).selected).toBe(1n)
  expect(told).toEqual([expect.objectContaining({ message: 'the disk is gone' })])
})

it('starts as a program', async () => {
  const main = path.join(import.meta.dirname, '../dist/main.js')
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    main,
    '--megabytes',
    '2',
    '--rounds',
    '1',
    '--json',
  ])
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({ rows: [{ name: 'analytics/weft' }, {}, {}, {}] })
})
