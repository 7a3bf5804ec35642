import { readFile } from 'node:fs/promises'
import { cli } from '@bytecodealliance/preview3-shim'
import { compile } from '@weft/component'

const component = await compile(readFile(new URL('build/guest.wasm', import.meta.url)))
cli._setArgs(['{{name}}', ...process.argv.slice(2)])
const { exports } = await component.instantiate({ 'wasi:cli': cli })
try {
  await exports['wasi:cli/run@0.3.0'].run()
} catch (error) {
  // The err of its result; anything else is a fault.
  if (error.code !== 'component-error') throw error
  process.exitCode = 1
}
