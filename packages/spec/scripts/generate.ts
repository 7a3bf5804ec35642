import { readFileSync, writeFileSync } from 'node:fs'
import { parseWitx } from '../src/witx/parse-witx.js'
import { emitInterface } from './emit-interface.js'

const source = 'witx/wasi_ephemeral_parallel.witx'
const target = 'src/generated/wasi-ephemeral-parallel.ts'

const text = readFileSync(new URL(`../${source}`, import.meta.url), 'utf8')
writeFileSync(new URL(`../${target}`, import.meta.url), emitInterface(parseWitx(text), source))
