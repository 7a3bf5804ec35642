import type { Helper, Helpers } from './helper.js'

/**
 * Helpers from WGSL text: functions with empty lines between them, each with the types it brings in front of it. The
 * names of all helpers begin with a type of WebAssembly, which tells them from WGSL's own functions.
 *
 * In that text a shift by a number that is no constant is one modulo 32, as WGSL defines it; so `>> ~n` is a shift by
 * 31 - n, and `(x >> 1u) >> ~n` one by 32 - n that is right for n = 0 too. Nothing branches that need not: SwiftShader
 * runs both ways of every branch anyway, and what it costs to make a pipeline grows with the number of instructions.
 */
export function helpersFrom(...texts: readonly string[]): Helpers {
  return Object.fromEntries(texts.flatMap((text) => text.trim().split('\n\n').map(helperOf)))
}

const helperName = /\b[ifv]\d+(?:x\d+)?_\w+(?=\()/g

function helperOf(code: string): [string, Helper] {
  const [name = '', ...called] = new Set(code.match(helperName))
  return [name, { code, needs: called }]
}
