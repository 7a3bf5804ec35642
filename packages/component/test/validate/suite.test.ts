import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { decodeComponent } from '@weft/wasm-binary'
import { describe, expect, it } from 'vitest'
import { validateComponent } from '../../src/validate.js'
import { type ScriptComponent, scriptComponents } from './script-components.js'

const repositoryRoot = resolve(import.meta.dirname, '../../../..')
const folder = join(
  process.env.WEFT_CONFORMANCE ?? resolve(repositoryRoot, '../shared/conformance'),
  'component',
)
const isMissing = !existsSync(folder)
if (isMissing) console.warn(`skipped: no conformance tests at ${folder}`)

function scriptFiles(): string[] {
  if (isMissing) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.wast')).sort()
}

/** The binary of a component; undefined, with the reason printed, where the parser does not know its text. */
async function assemble(file: string, { line, text }: ScriptComponent): Promise<Uint8Array | undefined> {
  try {
    return await parse(text)
  } catch (error) {
    console.warn(`skipped: ${file}:${line}: the text parser refuses the component: ${error}`)
    return undefined
  }
}

function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    validateComponent(decodeComponent(bytes))
    return undefined
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

describe.skipIf(isMissing)('the official components', () => {
  it.each(scriptFiles())('%s', async (file) => {
    for (const component of scriptComponents(readFileSync(join(folder, file), 'utf8'))) {
      const bytes = await assemble(file, component)
      if (bytes === undefined) continue
      const refusal = refusalOf(bytes)
      const place = `${file}:${component.line}`
      if (component.message === undefined) expect(refusal, place).toBeUndefined()
      else expect(refusal, place).toContain(component.message)
    }
  })
})
