import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { conformanceFolder, topLevelForms } from './conformance.js'

const folder = join(conformanceFolder, 'component')

/** Why there are no conformance components; undefined where there are some. */
export const missingComponents = existsSync(folder) ? undefined : `no conformance tests at ${folder}`
if (missingComponents !== undefined) console.warn(`skipped: ${missingComponents}`)

export interface ConformanceComponent {
  /** File and position in it. */
  readonly name: string
  readonly text: string
  /** Undefined where the text parser refuses the text. */
  readonly bytes: Uint8Array | undefined
  readonly refusal: string | undefined
}

/** Every component of the official test suite, those included that are malformed or invalid. */
export async function conformanceComponents(): Promise<ConformanceComponent[]> {
  if (missingComponents !== undefined) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.wast'),
  )
  const sources = files.sort().flatMap((file) => {
    const texts = componentTexts(readFileSync(join(folder, file), 'utf8'))
    return texts.map((text, index) => ({ name: `${file} ${index}`, text }))
  })
  return Promise.all(sources.map(async (source) => ({ ...source, ...(await assembleText(source.text)) })))
}

function componentTexts(script: string): string[] {
  const forms = topLevelForms(script).flatMap((form) => {
    const assertion = /^\(assert_\w+/.exec(form)?.[0]
    return assertion === undefined ? [form] : topLevelForms(form.slice(assertion.length))
  })
  return forms
    .filter((form) => /^\(component\b/.test(form) && !/^\(component\s+instance\b/.test(form))
    .map((form) => form.replace(/^\(component\s+definition\b/, '(component'))
}

async function assembleText(text: string): Promise<Pick<ConformanceComponent, 'bytes' | 'refusal'>> {
  try {
    return { bytes: await parse(text), refusal: undefined }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { bytes: undefined, refusal: /Custom\("((?:[^"\\]|\\.)*)"\)/.exec(message)?.[1] ?? message }
  }
}

/** Assembles a component of which only `fields` are given. */
export function assembleComponent(fields: string): Promise<Uint8Array> {
  return parse(`(component ${fields})`)
}
