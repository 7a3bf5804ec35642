import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { WeftError } from '@weft/core'
import { appPath } from './paths.js'

const execute = promisify(execFile)
const timeoutMs = 120_000

/** Runs a script in a Node process of its own. It prints one line of JSON. Throws `WeftError` if it does not. */
export async function runScript<T>(script: string, parameters: readonly string[]): Promise<T> {
  try {
    const { stdout } = await execute(process.execPath, [script, ...parameters], { timeout: timeoutMs })
    return JSON.parse(stdout) as T
  } catch (cause) {
    throw new WeftError('benchmark-process', `${script} ${parameters.join(' ')} failed: ${cause}`, { cause })
  }
}

/** A module of this app, built. */
export function modulePath(name: string): string {
  return appPath(`dist/${name}.js`)
}
