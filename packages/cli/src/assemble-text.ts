import { wabtFeatures } from '@weft/conformance'
import { CommandError } from './cli-error.js'

/** Translates WebAssembly text to a binary with names. Throws `CommandError` with line and column. */
export async function assembleText(path: string, text: Uint8Array): Promise<Uint8Array> {
  // Loaded on use: it is the largest dependency, and most guests are binaries.
  const { default: loadWabt } = await import('wabt')
  const wabt = await loadWabt()
  // A copy, because wabt takes all of a view's buffer, whatever part of it the view is.
  const module = explain(path, () => wabt.parseWat(path, Uint8Array.from(text), wabtFeatures))
  try {
    explain(path, () => module.resolveNames())
    const bytes = explain(path, () => module.toBinary({ write_debug_names: true }).buffer)
    // The engine decides what is valid; the assembler only knows where in the text the mistake is.
    if (!WebAssembly.validate(Uint8Array.from(bytes))) explain(path, () => validateText(module))
    return bytes
  } finally {
    module.destroy()
  }
}

// The declarations of wabt leave out that `validate` takes the features too.
function validateText(module: { validate(features: object): void }): void {
  module.validate(wabtFeatures)
}

function explain<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const detail = message.replace(/^[a-zA-Z]+ failed:\n/, '').trimEnd()
    throw new CommandError(`cannot translate ${path}:\n${detail}`, { cause: error })
  }
}
