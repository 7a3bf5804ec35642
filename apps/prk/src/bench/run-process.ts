import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { WeftError } from '@weft/core'
import { appPath } from '../paths.js'

const execute = promisify(execFile)
const timeoutMs = 120_000

/** Runs a program that prints one line of JSON. Throws `WeftError` if it fails or prints anything else. */
export async function runProgram<T>(file: string, parameters: readonly (string | number)[]): Promise<T> {
  const command = [file, ...parameters].join(' ')
  try {
    const { stdout } = await execute(file, parameters.map(String), { timeout: timeoutMs, maxBuffer: 2 ** 28 })
    return JSON.parse(stdout) as T
  } catch (cause) {
    const stderr =
      typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new WeftError('benchmark-process', `${command} failed: ${stderr || cause}`, { cause })
  }
}

/** Runs one of this app's built modules in a Node process of its own. */
export function runModule<T>(name: string, parameters: readonly (string | number)[] = []): Promise<T> {
  return runProgram<T>(process.execPath, [modulePath(name), ...parameters])
}

export function modulePath(name: string): string {
  return appPath(`dist/${name}.js`)
}
