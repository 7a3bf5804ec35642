import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built program. */
export const program = fileURLToPath(new URL('../../bin/weft.js', import.meta.url))

export interface WeftRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** An environment in which no GPU is found, in software or otherwise. */
export const withoutGpu = { LD_LIBRARY_PATH: '', VK_DRIVER_FILES: '/nowhere' }

/** The path of a file in `test/fixtures`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
}

/** Runs the built `weft` as a user does. */
export function runWeft(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): WeftRun {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 300_000,
  })
  if (error) throw error
  return { exitCode: status, stdout, stderr }
}

/** Runs `weft run` on a fixture with some invocations. */
export function invoke(
  name: string,
  calls: readonly string[],
  options: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): WeftRun {
  const invocations = calls.flatMap((call) => ['--invoke', call])
  return runWeft(['run', fixture(name), ...options, ...invocations], environment)
}
