import wabt from 'wabt'
import type { CoreFunction } from '../../../src/index.js'
import type { Activation } from './activation.js'
import type { Interpreter } from './interpreter.js'
import type { Call } from './program.js'

type Next = NonNullable<ReturnType<Interpreter['next']>>

/** What the code of one function asks. */
export interface WaitingCode {
  begin(...args: number[]): Activation
  next(activation: Activation): Next | undefined
  core_function(call: Call): CoreFunction
  has_result(call: Call): boolean
  guard<T>(run: () => T): T
  returned(activation: Activation, next: Next, value: unknown): void
}

const { parseWat } = await wabt()
const modules = new Map<string, WebAssembly.Module>()
const shapes = [0, 1, 2, 3].flatMap((params) => [0, 1].map((results) => ({ params, results })))

/**
 * A core function that does what the interpreter says: calls that may wait are made by WebAssembly, so that no frame
 * of JavaScript lies below them.
 */
export function waitingCode(params: number, hasResult: boolean, code: WaitingCode): CoreFunction {
  const key = `${params} ${hasResult}`
  let module = modules.get(key)
  if (module === undefined) {
    const { buffer } = parseWat('waiting.wat', text(params, hasResult), { reference_types: true }).toBinary(
      {},
    )
    module = new WebAssembly.Module(buffer as Uint8Array<ArrayBuffer>)
    modules.set(key, module)
  }
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 })
  const running: { activation: Activation; next: Next | undefined }[] = []
  const imports = {
    table,
    begin: (...args: number[]) => running.push({ activation: code.begin(...args), next: undefined }) - 1,
    /** Makes the calls that cannot wait; returns the shape of the next one that may, or -1 at the end. */
    next: (id: number) => {
      const run = running[id]!
      for (;;) {
        run.next = code.next(run.activation)
        if (run.next === undefined) return -1
        const { call } = run.next
        const callee = code.core_function(call)
        if (isWebAssembly(callee, table)) return call.args.length * 2 + (code.has_result(call) ? 1 : 0)
        code.returned(
          run.activation,
          run.next,
          code.guard(() => callee(...call.args)),
        )
      }
    },
    arg: (id: number, index: number) => running[id]!.next!.call.args[index],
    returned: (id: number, value: number) => {
      const { activation, next } = running[id]!
      code.returned(activation, next!, value)
    },
    result: (id: number) => running[id]!.activation.result,
  }
  return new WebAssembly.Instance(module, { '': imports }).exports.run as CoreFunction
}

function isWebAssembly(callee: CoreFunction, table: WebAssembly.Table): boolean {
  try {
    table.set(0, callee)
    return true
  } catch {
    return false
  }
}

function text(params: number, hasResult: boolean): string {
  const i32s = (count: number) => (count > 0 ? new Array(count).fill('i32').join(' ') : '')
  const result = hasResult ? '(result i32)' : ''
  const args = (count: number) =>
    Array.from({ length: count }, (_, index) => `(call $arg (local.get $id) (i32.const ${index}))`).join(' ')
  const arms = shapes.map(({ params, results }, index) => {
    const call = `(call_indirect (type $f${index}) ${args(params)} (i32.const 0))`
    const value = results ? `${call} (local.set $value)` : `${call} (local.set $value (i32.const 0))`
    return `(if (i32.eq (local.get $shape) (i32.const ${index})) (then ${value}))`
  })
  return `(module
    ${shapes.map(({ params, results }, index) => `(type $f${index} (func (param ${i32s(params)}) (result ${i32s(results)})))`).join('\n')}
    (import "" "table" (table 1 funcref))
    (import "" "begin" (func $begin (param ${i32s(params)}) (result i32)))
    (import "" "next" (func $next (param i32) (result i32)))
    (import "" "arg" (func $arg (param i32 i32) (result i32)))
    (import "" "returned" (func $returned (param i32 i32)))
    (import "" "result" (func $result (param i32) (result i32)))
    (func (export "run") (param ${i32s(params)}) ${result} (local $id i32) (local $shape i32) (local $value i32)
      (local.set $id (call $begin ${Array.from({ length: params }, (_, index) => `(local.get ${index})`).join(' ')}))
      (loop $again
        (local.set $shape (call $next (local.get $id)))
        (if (i32.ge_s (local.get $shape) (i32.const 0)) (then
          ${arms.join('\n')}
          (call $returned (local.get $id) (local.get $value))
          (br $again))))
      ${hasResult ? '(call $result (local.get $id))' : ''}))`
}
