import { readFile } from 'node:fs/promises'
import { compile } from '@weft/component'

const component = await compile(readFile(new URL('build/guest.wasm', import.meta.url)))
const { exports } = await component.instantiate()
for await (const bytes of await exports.upper(process.stdin)) process.stdout.write(bytes)
