import type { Component } from '@weft/component'
import { WeftError } from '@weft/core'
import { CommandError } from './cli-error.js'
import { isBinary, readInput } from './read-input.js'

/** Compiles the component in a file. Throws `CommandError`. */
export async function loadComponent(file: string): Promise<Component> {
  const bytes = await readInput(file)
  if (!isBinary(bytes))
    throw new CommandError(
      `${file} is no WebAssembly binary: assemble text first, with \`wasm-tools parse\` say`,
    )
  // Loaded on use: only a few commands need components.
  const { compile } = await import('@weft/component')
  return aboutFile(file, () => compile(bytes))
}

/** Errors as those of a file. */
export async function aboutFile<Result>(file: string, run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (!WeftError.isInstance(error)) throw error
    throw new CommandError(`${file}: ${error.message}`, { cause: error })
  }
}
