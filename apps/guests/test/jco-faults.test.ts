import { setTimeout } from 'node:timers/promises'
import { compose, plugGraph } from '@weft/component/compose'
import { expect, test } from 'vitest'
import { buildGuest } from './build-guest.js'
import { jcoFaults } from './jco-faults.js'
import { named } from './on-composed.js'
import { jco } from './on-jco.js'
import { weft } from './on-weft.js'
import { callerAndCallee } from './pair.js'
import type { GuestFunction, HostImports, Runtime } from './runtime.js'

// Each fails once jco has no such fault any more: then the reason can go, and tests need not be skipped for it.

test(jcoFaults.resultAfterTurn, async () => {
  const wasm = await buildGuest(
    'import later: async func(); export early: async func() -> u32;',
    `import { later, returnEarly } from './gen/guest'
    export function early(): void {
      returnEarly(7)
      later().wait()
    }`,
  )
  async function orderOn(runtime: Runtime): Promise<string[]> {
    const order: string[] = []
    const over = Promise.withResolvers<void>()
    const later = async () => {
      await setTimeout(20)
      order.push('later')
      over.resolve()
    }
    const { early } = await runtime.instantiate(wasm, { later })
    expect(await (early as GuestFunction)()).toBe(7)
    order.push('result')
    await over.promise
    return order
  }
  expect(await orderOn(weft)).toEqual(['result', 'later'])
  expect(await orderOn(jco)).toEqual(['later', 'result'])
})

test(jcoFaults.utf16Results, async () => {
  const wasm = await buildGuest(
    'export text: async func() -> string; export texts: async func() -> list<string>;',
    `import { returnText, returnTexts } from './gen/guest'
    export function text(): void { returnText('four') }
    export function texts(): void { returnTexts(['four']) }`,
  )
  const onWeft = await functionsOn(weft, wasm)
  expect([await onWeft.text!(), await onWeft.texts!()]).toEqual(['four', ['four']])
  const onJco = await functionsOn(jco, wasm)
  expect(await onJco.text!()).toBe('fo')
  await expect(onJco.texts!()).rejects.toThrow('vals is not defined')
})

test(jcoFaults.streamsOfStreams, async () => {
  const [caller, callee] = await callerAndCallee()
  const wasm = compose(plugGraph(caller, [callee]))
  const { joined } = await functionsOn(jco, wasm, { later: () => setTimeout(2) })
  await expect(joined!(10)).rejects.toThrow('invalid stream type')
})

test(jcoFaults.utf16BetweenComponents, async () => {
  const api = 'interface api { take: func(text: string) -> u32; }'
  const source = `export function take(text: string): u32 { return text.length }`
  const callee = await named('callee', buildGuest('export api;', source, api))
  const caller = await named(
    'caller',
    buildGuest(
      'import api; export run: func() -> u32;',
      `import { take } from './gen/test-guest-api'
      export function run(): u32 { return take('four') }`,
      api,
    ),
  )
  const wasm = compose(plugGraph(caller, [callee]))
  const { run } = await functionsOn(weft, wasm)
  expect(run!()).toBe(4)
  // Its panic, which it prints, is the end of its transpiler: this test has to be the last.
  await expect(jco.instantiate(wasm)).rejects.toThrow('unreachable')
})

async function functionsOn(
  runtime: Runtime,
  wasm: Uint8Array,
  imports?: HostImports,
): Promise<Record<string, GuestFunction>> {
  return (await runtime.instantiate(wasm, imports)) as Record<string, GuestFunction>
}
