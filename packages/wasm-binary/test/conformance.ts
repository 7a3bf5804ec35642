import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assemble } from './assemble.js'

const repositoryRoot = resolve(import.meta.dirname, '../../..')
/** Where the official test files are looked for. */
export const conformanceFolder =
  process.env.WEFT_CONFORMANCE ?? resolve(repositoryRoot, '../shared/conformance')
const folder = join(conformanceFolder, 'core')

/** Why there are no conformance modules; undefined where there are some. */
export const missingConformance = existsSync(folder) ? undefined : `no conformance tests at ${folder}`
if (missingConformance !== undefined) console.warn(`skipped: ${missingConformance}`)

export interface ConformanceModule {
  /** File and position in it. */
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Every module of the core test suite that wabt can assemble, except those that are quoted or given as bytes. */
export function conformanceModules(): ConformanceModule[] {
  if (missingConformance !== undefined) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.wast'))
  return files.flatMap((file) => {
    const forms = topLevelForms(readFileSync(join(folder, file), 'utf8'))
    const modules = forms.filter(
      (form) =>
        /^\(module\b/.test(form) && !/^\(module\s+(\$\S+\s+)?(quote|binary|definition|instance)\b/.test(form),
    )
    return modules.flatMap((text, index) => {
      const bytes = tryAssemble(text)
      return bytes === undefined ? [] : [{ name: `${file} ${index}`, bytes }]
    })
  })
}

function tryAssemble(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return assemble(text, { names: true })
  } catch {
    return undefined
  }
}

/** Splits text into its outermost parenthesised forms, aware of strings and comments. */
export function topLevelForms(text: string): string[] {
  const forms: string[] = []
  let depth = 0
  let start = 0
  const tokens = /"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;[\s\S]*?;\)|[()]/g
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '(' && depth++ === 0) start = index
    if (token === ')' && --depth === 0) forms.push(text.slice(start, index + 1))
  }
  return forms
}
