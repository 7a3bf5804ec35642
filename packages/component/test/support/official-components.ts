import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { type ScriptComponent, scriptComponents } from '../validate/script-components.js'

const repositoryRoot = resolve(import.meta.dirname, '../../../..')
const folder = join(
  process.env.WEFT_CONFORMANCE ?? resolve(repositoryRoot, '../shared/conformance'),
  'component',
)
/** No official tests are there. */
export const isMissing = !existsSync(folder)
if (isMissing) console.warn(`skipped: no conformance tests at ${folder}`)

export function scriptFiles(): string[] {
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

/** The components of a script that the parser knows, and what validation must say of them. */
export async function officialComponents(file: string) {
  const found: {
    readonly place: string
    readonly bytes: Uint8Array
    readonly message?: string | undefined
  }[] = []
  for (const component of scriptComponents(readFileSync(join(folder, file), 'utf8'))) {
    const bytes = await assemble(file, component)
    const place = `${file}:${component.line}`
    if (bytes !== undefined) found.push({ place, bytes, message: component.message })
  }
  return found
}
