import { readFile } from 'node:fs/promises'
import { BinaryError } from '@weft/core'
import { decodeModule, type Module } from '@weft/wasm-binary'
import { assembleText } from './assemble-text.js'
import { CommandError } from './cli-error.js'

const magic = [0x00, 0x61, 0x73, 0x6d]
const coreVersion = [0x01, 0x00, 0x00, 0x00]
const componentLayer = [0x01, 0x00]

/** A core module, as bytes and decoded. */
export interface LoadedModule {
  readonly bytes: Uint8Array
  readonly module: Module
}

/** The core module in `path`, a `.wasm` or (by its ending) a `.wat` file. Throws `CommandError`. */
export async function loadModule(path: string): Promise<LoadedModule> {
  const bytes = await loadBytes(path)
  try {
    return { bytes, module: decodeModule(bytes) }
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error
    throw new CommandError(`${path} is malformed: ${error.message}`, { cause: error })
  }
}

async function loadBytes(path: string): Promise<Uint8Array> {
  const content = await readInput(path)
  if (content.length === 0) throw new CommandError(`${path} is empty: it should be a WebAssembly module`)
  if (isBinary(content)) return checkVersion(path, content)
  if (!/\.(wat|wast)$/i.test(path)) {
    throw new CommandError(`${path} is not a WebAssembly module: ${describeStart(path, content)}`)
  }
  if (/^\s*\(component\b/.test(textStart(content))) throw componentError(path)
  return assembleText(path, content)
}

/** Whether a file starts as WebAssembly binaries do. */
export function isBinary(content: Uint8Array): boolean {
  return startsWith(content, magic, 0)
}

/** Reads a file, with an error that says what is wrong with the path. Throws `CommandError`. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new CommandError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is not a directory',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}

function checkVersion(path: string, content: Uint8Array): Uint8Array {
  if (startsWith(content, coreVersion, 4)) return content
  if (content.length >= 8 && startsWith(content, componentLayer, 6)) {
    throw componentError(path)
  }
  throw new CommandError(`${path} is not a WebAssembly module of version 1: its header is wrong or cut off`)
}

function componentError(path: string): CommandError {
  return new CommandError(
    `${path} is a component, and this command takes core modules. Components are run by @weft/component; ` +
      '`weft types` shows what they import and export',
  )
}

function startsWith(content: Uint8Array, expected: readonly number[], offset: number): boolean {
  return expected.every((byte, index) => content[offset + index] === byte)
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
