import { TrapError, ValidationError } from '@weft/core'
import { expect, test } from 'vitest'
import { compileText } from '../support/parse.js'

async function failure(text: string): Promise<unknown> {
  const component = await compileText(text)
  return component.instantiate().then(
    () => expect.fail('it was instantiated'),
    (error: unknown) => error,
  )
}

test('a core function of another type than a module imports is a fault of the component', async () => {
  const error = await failure(`(component
    (core module $giver (func (export "f") (result i32) (i32.const 7)))
    (core instance $giver (instantiate $giver))
    (core module $taker (import "" "f" (func (param i32))))
    (core instance (instantiate $taker (with "" (instance (export "f" (func $giver "f")))))))`)
  expect(error).toBeInstanceOf(ValidationError)
  expect((error as ValidationError).message).toContain('core module: ')
})

test.each([
  ['unreachable', 'wasm `unreachable` instruction executed'],
  ['call $start', 'call stack exhausted'],
])('a start function that does %s traps', async (code, rule) => {
  const error = await failure(`(component
    (core module $m (func $start ${code}) (start $start))
    (core instance (instantiate $m)))`)
  expect(error).toBeInstanceOf(TrapError)
  expect(error).toMatchObject({ rule, componentPath: 'root' })
})

test('data that do not fit into the memory trap', async () => {
  const error = await failure(`(component
    (core module $m (memory 1) (data (i32.const 65535) "abc"))
    (core instance (instantiate $m)))`)
  expect(error).toMatchObject({ code: 'trap', rule: 'out of bounds memory access' })
})
