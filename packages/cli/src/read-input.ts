import { readFile } from 'node:fs/promises'
import { CommandError } from './cli-error.js'

const magic = [0x00, 0x61, 0x73, 0x6d]
const componentLayer = [0x01, 0x00]

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

/** Whether a WebAssembly binary is a component. */
export function isComponent(content: Uint8Array): boolean {
  return isBinary(content) && content.length >= 8 && startsWith(content, componentLayer, 6)
}

export function startsWith(content: Uint8Array, expected: readonly number[], offset: number): boolean {
  return expected.every((byte, index) => content[offset + index] === byte)
}
