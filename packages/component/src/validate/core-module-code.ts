import type { Fail } from './fail.js'

/** What V8 says of code whose operands have wrong types, which the official suites call a type mismatch. */
const typeMismatch =
  /not enough arguments|type error|expected type|expected \d+ elements on the stack|expected \d+ values/

/** Fails where the engine refuses the code of a core module, and says why. */
export function checkModuleCode(bytes: Uint8Array, fail: Fail): void {
  // Engines take no views of shared memory.
  const source = (bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice()) as Uint8Array<ArrayBuffer>
  if (WebAssembly.validate(source)) return
  const reason = whyRefused(source)
  fail(typeMismatch.test(reason) ? `type mismatch: ${reason}` : reason)
}

function whyRefused(source: Uint8Array<ArrayBuffer>): string {
  try {
    new WebAssembly.Module(source)
  } catch (error) {
    if (error instanceof Error) return error.message.replace(/^WebAssembly\.Module\(\): /, '')
  }
  return 'the engine refuses a core module'
}
