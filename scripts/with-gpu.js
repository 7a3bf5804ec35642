/**
 * Runs a command so that WebGPU works in it: `node scripts/with-gpu.js COMMAND …`. On Linux x64 that is a GPU in
 * software, unless `WEFT_GPU=native` asks for the machine's own; elsewhere the machine's own.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { softwareGpuEnvironment, supported } from './software-gpu.js'

const [command, ...parameters] = process.argv.slice(2)
if (command === undefined) {
  process.stderr.write('usage: node scripts/with-gpu.js COMMAND …\n')
  process.exit(2)
}

const software = supported && process.env.WEFT_GPU !== 'native'
const environment = software ? await softwareGpuEnvironment() : {}
const child = spawn(command, parameters, {
  stdio: 'inherit',
  env: { ...process.env, ...environment },
  shell: process.platform === 'win32',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`cannot run ${command}: ${error.message}\n`)
  process.exitCode = 127
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal]
})
