import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { LinkError, ValidationError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/index.js'
import { generateTypes } from '../../src/types.js'
import { bytesOf } from '../support/parse.js'
import { scriptComponents } from '../validate/script-components.js'
import { checkTypes } from './check-types.js'

const shared = resolve(import.meta.dirname, '../../../../../shared')
const folder = join(process.env.WEFT_CONFORMANCE ?? join(shared, 'conformance'), 'component')
const isMissing = !existsSync(folder)
if (isMissing) console.warn(`skipped: no conformance tests at ${folder}`)

/** The declarations for a component; undefined, with the reason printed, where it is refused. */
async function typesOf(place: string, text: string): Promise<string | undefined> {
  const skip = (error: unknown) => console.warn(`skipped: ${place}: ${String(error).slice(0, 200)}`)
  const bytes = await bytesOf(text).catch(skip)
  if (bytes === undefined) return undefined
  try {
    return generateTypes(await compile(bytes))
  } catch (error) {
    // Some are there to be refused when they are linked.
    if (!(error instanceof LinkError || error instanceof ValidationError)) throw error
    skip(error)
    return undefined
  }
}

async function typesOfScript(script: string): Promise<[name: string, text: string][]> {
  const files: [string, string][] = []
  for (const { line, text, message } of scriptComponents(readFileSync(join(folder, script), 'utf8'))) {
    const types = message === undefined ? await typesOf(`${script}:${line}`, text) : undefined
    if (types !== undefined) files.push([`${script.replaceAll('/', '_')}-${line}.d.ts`, types])
  }
  return files
}

describe.skipIf(isMissing)('the official components', () => {
  it('have types that the compiler accepts', async () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const types: [string, string][] = []
    for (const file of files.filter((name) => name.endsWith('.wast')).sort())
      types.push(...(await typesOfScript(file)))
    expect(types.length).toBeGreaterThan(files.length)
    expect(checkTypes(Object.fromEntries(types))).toEqual([])
  })
})
