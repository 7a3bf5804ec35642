import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** A folder of the official tests, and the scripts in it and below; a printed reason where there are none. */
export function officialScripts(name: 'core' | 'component'): { folder: string; scripts: string[] } {
  const folder = join(resolve(root, process.env.WEFT_CONFORMANCE ?? '../shared/conformance'), name)
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  const scripts = files.filter((file) => file.endsWith('.wast')).sort()
  if (scripts.length === 0) console.warn(`skipped: there are no test scripts in ${folder} (WEFT_CONFORMANCE)`)
  return { folder, scripts }
}
