/** Writes src/generated/contract-kernels.ts from kernels/*.wat and kernels/table.js. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { ByteReader } from '@weft/core'
import createWabt from 'wabt'
import { table } from '../kernels/table.js'

const kernelsFolder = new URL('../kernels/', import.meta.url)
const generatedFile = new URL('../src/generated/contract-kernels.ts', import.meta.url)

/** Added to indices and offsets, so that the suite sees whether a backend maps them back to the source. */
const sourceIndexShift = 100
const sourceOffsetShift = 0x10000

const features = { threads: true, simd: true }

const customSection = 0
const codeSection = 10
const functionNames = 1

function walkSections(bytes, visit) {
  const reader = new ByteReader(bytes, 8)
  while (!reader.done) visit(reader.u8(), reader.slice(reader.u32()))
}

function readNames(section, names) {
  if (section.name() !== 'name') return
  while (!section.done) {
    const subsection = section.u8()
    const content = section.slice(section.u32())
    if (subsection !== functionNames) continue
    for (let left = content.u32(); left > 0; left--) names.set(content.u32(), content.name())
  }
}

function readBodyOffsets(section, offsets) {
  for (let left = section.u32(); left > 0; left--) offsets.push(section.slice(section.u32()).offset)
}

function describeFunctions(bytes) {
  const names = new Map()
  const offsets = []
  walkSections(bytes, (id, section) => {
    if (id === customSection) readNames(section, names)
    if (id === codeSection) readBodyOffsets(section, offsets)
  })
  return offsets.map((offset, index) => ({
    name: names.get(index),
    offset,
    sourceIndex: index + sourceIndexShift,
    sourceOffset: offset + sourceOffsetShift,
  }))
}

function literal(value) {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  return `{ ${Object.entries(value)
    .map(([key, entry]) => `${key}: ${literal(entry)}`)
    .join(', ')} }`
}

function printStatics(statics) {
  const pieces = statics.map(
    ({ address, bytes }) => `{ address: ${address}, bytes: Uint8Array.of(${bytes.join(', ')}) }`,
  )
  return `[${pieces.join(', ')}]`
}

function printKernel(name, bytes) {
  const { bufferCount, memoryBytes = 0, staticBytes = 0, statics = [], stack, globals = [] } = table[name]
  const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  return [
    `export const ${camel}Kernel: KernelModule = {`,
    `  bytes: decodeBase64('${Buffer.from(bytes).toString('base64')}'),`,
    `  bufferCount: ${bufferCount},`,
    `  statics: ${printStatics(statics)},`,
    `  staticBytes: ${staticBytes},`,
    ...(memoryBytes > 0 ? [`  memoryBytes: ${memoryBytes},`] : []),
    `  stack: ${stack === undefined ? 'undefined' : literal(stack)},`,
    `  globals: [${globals.map((global) => `\n    ${literal(global)},`).join('')}${globals.length > 0 ? '\n  ' : ''}],`,
    '  functions: [',
    ...describeFunctions(bytes).map((entry) => `    ${literal(entry)},`),
    '  ],',
    '}',
  ].join('\n')
}

async function compile(wabt, name) {
  const file = `${name}.wat`
  const parsed = wabt.parseWat(file, await readFile(new URL(file, kernelsFolder), 'utf8'), {
    threads: true,
    simd: true,
  })
  parsed.validate(features)
  return parsed.toBinary({ write_debug_names: true }).buffer
}

const wabt = await createWabt()
const header = `// Written by scripts/generate.js from kernels/*.wat and kernels/table.js. Do not edit.
import type { KernelModule } from '../interface.js'

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
`
const parts = [header]
for (const name of Object.keys(table)) parts.push(printKernel(name, await compile(wabt, name)))
await mkdir(new URL('.', generatedFile), { recursive: true })
await writeFile(generatedFile, `${parts.join('\n').replace(/\n\}\nexport/g, '\n}\n\nexport')}\n`)
