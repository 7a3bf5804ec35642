/** Runs turbo without telemetry and update notices: a build talks to nobody. */
import { spawnSync } from 'node:child_process'

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' }
const { status, error } = spawnSync('turbo', process.argv.slice(2), {
  stdio: 'inherit',
  env: environment,
  shell: process.platform === 'win32',
})
if (error) throw error
process.exitCode = status ?? 1
