import { BinaryError } from '@weft/core'
import { decodeModule, type Module } from '@weft/wasm-binary'
import { assembleText } from './assemble-text.js'
import { CommandError } from './cli-error.js'
import { isBinary, isComponent, readInput, startsWith } from './read-input.js'

const coreVersion = [0x01, 0x00, 0x00, 0x00]

/** A core module, as bytes and decoded. */
export interface LoadedModule {
  readonly bytes: Uint8Array
  readonly module: Module
}

/** The core module in `path`, a `.wasm` or (by its ending) a `.wat` file. Throws `CommandError`. */
export async function loadModule(path: string): Promise<LoadedModule> {
  return moduleIn(path, await readInput(path))
}

/** The same of what was read from `path`, which may be a pipe. Throws `CommandError`. */
export async function moduleIn(path: string, content: Uint8Array): Promise<LoadedModule> {
  const bytes = await binaryOf(path, content)
  try {
    return { bytes, module: decodeModule(bytes) }
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error
    throw new CommandError(`${path} is malformed: ${error.message}`, { cause: error })
  }
}

async function binaryOf(path: string, content: Uint8Array): Promise<Uint8Array> {
  if (content.length === 0) throw new CommandError(`${path} is empty: it should be a WebAssembly module`)
  if (isBinary(content)) return checkVersion(path, content)
  if (!/\.(wat|wast)$/i.test(path)) {
    throw new CommandError(`${path} is not a WebAssembly module: ${describeStart(path, content)}`)
  }
  if (/^\s*\(component\b/.test(textStart(content)))
    throw new CommandError(
      `${path} is the text of a component: assemble it first, with \`wasm-tools parse\` say`,
    )
  return assembleText(path, content)
}

function checkVersion(path: string, content: Uint8Array): Uint8Array {
  if (startsWith(content, coreVersion, 4)) return content
  if (isComponent(content)) throw componentError(path)
  throw new CommandError(`${path} is not a WebAssembly module of version 1: its header is wrong or cut off`)
}

function componentError(path: string): CommandError {
  return new CommandError(
    `${path} is a component, and this command takes core modules. \`weft run\` runs components; ` +
      '`weft types` shows what they import and export',
  )
}

function textStart(content: Uint8Array): string {
  return new TextDecoder().decode(content.subarray(0, 4096))
}

function describeStart(path: string, content: Uint8Array): string {
  const start = textStart(content).trimStart()
  if (/^(\(module|\(;|;;)/.test(start)) return 'it looks like WebAssembly text; give it the ending .wat'
  if (/\.ts$/i.test(path)) return 'build it first with: weft build'
  const bytes = Array.from(content.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return `it starts with ${bytes} and not with 00 61 73 6d`
}
