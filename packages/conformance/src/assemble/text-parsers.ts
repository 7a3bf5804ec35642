import { wabtFeatures } from './wabt-features.js'

/** Translates the text of one module to its binary form. Throws what its parser throws. */
export type TextParser = (text: string) => Promise<Uint8Array>

async function wabtParser(): Promise<TextParser> {
  const { default: loadWabt } = await import('wabt')
  const wabt = await loadWabt()
  return async (text) => {
    const module = wabt.parseWat('module', text, wabtFeatures)
    try {
      module.resolveNames()
      // A copy: the bytes lie in a memory that the next call uses again.
      return Uint8Array.from(module.toBinary({}).buffer)
    } finally {
      module.destroy()
    }
  }
}

/** jco's parser knows the newest syntax. It is large, so it is used where it is installed. */
async function jcoParser(): Promise<TextParser | undefined> {
  try {
    const { parse } = await import('@bytecodealliance/jco-transpile/wasm-tools')
    return parse
  } catch {
    return undefined
  }
}

async function loadParsers(): Promise<readonly TextParser[]> {
  const parsers = [await jcoParser(), await wabtParser()]
  return parsers.filter((parser) => parser !== undefined)
}

let loading: Promise<readonly TextParser[]> | undefined

/** The parsers that are installed, the preferred one first. Loaded once. */
export function textParsers(): Promise<readonly TextParser[]> {
  loading ??= loadParsers()
  return loading
}
