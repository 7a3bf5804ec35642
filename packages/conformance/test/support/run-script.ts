import type { Device } from '@weft/backend'
import { type FileReport, runConformance } from '../../src/index.js'
import { openDevice } from './open-devices.js'

/** Runs one script, on a sequential device if no other is given. */
export async function runScript(text: string, device?: Device): Promise<FileReport> {
  const own = device === undefined ? await openDevice('sequential') : undefined
  try {
    const used = device ?? own
    if (used === undefined) throw new TypeError('no device')
    const report = await runConformance([{ name: 'script.wast', text }], { device: used })
    const [file] = report.files
    if (file === undefined) throw new TypeError('no report')
    return file
  } finally {
    await own?.[Symbol.asyncDispose]()
  }
}
