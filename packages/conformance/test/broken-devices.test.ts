import type { Device, KernelCall } from '@weft/backend'
import { DeviceLostError, KernelTrapError, type TrapCause, UnsupportedKernelError } from '@weft/core'
import { expect, test } from 'vitest'
import type { FileReport } from '../src/index.js'
import { runScript } from './support/run-script.js'
import { type Tampering, tamperedDevice } from './support/tampered-device.js'

const returns = `
  (module (func (export "neg") (param f32) (result f32) (f32.neg (local.get 0))))
  (assert_return (invoke "neg" (f32.const 1)) (f32.const -1))
  (assert_return (invoke "neg" (f32.const nan:0x200001)) (f32.const -nan:0x200001))
  (assert_return (invoke "neg" (f32.const -0)) (f32.const 0))`
const traps = `
  (module (func (export "div") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0))))
  (assert_trap (invoke "div" (i32.const 0)) "integer divide by zero")
  (assert_trap (invoke "div" (i32.const 0)) "integer divide by zero")
  (assert_trap (invoke "div" (i32.const 0)) "integer divide by zero")`

async function runOn(tampering: Tampering, script: string): Promise<FileReport> {
  await using device = await tamperedDevice(tampering)
  return await runScript(script, device)
}

/** Runs the call, and throws its trap again with something else in it. */
function otherTrap(change: (error: KernelTrapError) => { iteration?: number; cause?: TrapCause }): Tampering {
  return {
    exec: async (call, device) => {
      try {
        return await device.exec(call)
      } catch (error) {
        if (!(error instanceof KernelTrapError)) throw error
        throw new KernelTrapError({ iteration: error.iteration, cause: error.trap, ...change(error) })
      }
    },
  }
}

const changed = (change: (call: KernelCall) => Partial<KernelCall>): Tampering => ({
  exec: async (call, device) => device.exec({ ...call, ...change(call) }),
})

test('an honest device passes', async () => {
  expect(await runOn({}, returns)).toMatchObject({ passed: 3, failed: 0, skipped: 0 })
  expect(await runOn({}, traps)).toMatchObject({ passed: 3, failed: 0, skipped: 0 })
})

test('one wrong bit in one result is one failure, with both values', async () => {
  const flip = (target: Uint8Array) => {
    // The second record: 16 bytes of its own, then the result.
    if (target.length === 96) target[32 + 16] = (target[32 + 16] ?? 0) ^ 2
  }
  expect(await runOn({ read: flip }, returns)).toMatchObject({
    passed: 2,
    failures: [
      {
        case: 'line 4: (assert_return (invoke "neg" (f32.const nan:0x200001)) (f32.const -nan:0x200001))',
        expected: '(f32.const -nan:0x200001)',
        actual: 'f32 0xffa00003',
      },
    ],
  })
})

test('a flushed sign of zero and a quieted NaN are seen', async () => {
  const wrong = (target: Uint8Array) => {
    if (target.length !== 96) return
    target[32 + 16 + 2] = 0xe0
    target[64 + 16 + 3] = 0x80
  }
  expect(await runOn({ read: wrong }, returns)).toMatchObject({ passed: 1, failed: 2 })
})

test('an iteration that did not run is seen', async () => {
  const report = await runOn(
    changed(({ iterations }) => ({ iterations: iterations - 1 })),
    returns,
  )
  expect(report).toMatchObject({ passed: 2, failures: [{ actual: 'the iteration did not run' }] })
})

test('a device that does nothing passes nothing', async () => {
  for (const script of [returns, traps]) {
    const report = await runOn({ exec: async () => ({ parallelism: 1, groupSize: 1, blockSize: 1 }) }, script)
    expect(report).toMatchObject({ passed: 0, failed: 3 })
  }
})

test('a trap of the wrong iteration, the wrong cause, or none, is seen', async () => {
  for (const wrong of [
    otherTrap(({ iteration }) => ({ iteration: iteration + 1 })),
    otherTrap(() => ({ iteration: 2 })),
    otherTrap(() => ({ cause: 'unreachable' })),
    otherTrap(() => ({ cause: 'unknown' })),
  ]) {
    const { failed } = await runOn(wrong, traps)
    expect(failed).toBeGreaterThanOrEqual(2)
  }
})

test('a trap where none belongs fails that case, and the others still run', async () => {
  const script = `${returns}
    (module (func (export "g") (param i32) (result i32) (if (i32.eqz (local.get 0)) (then unreachable)) (local.get 0)))
    (assert_return (invoke "g" (i32.const 1)) (i32.const 1))
    (assert_return (invoke "g" (i32.const 0)) (i32.const 0))
    (assert_return (invoke "g" (i32.const 2)) (i32.const 2))`
  expect(await runOn({}, script)).toMatchObject({
    passed: 5,
    failures: [{ expected: '(i32.const 0)', actual: 'trap in iteration 1: unreachable' }],
  })
})

test('errors of the device are failures, and so are refusals it has no right to', async () => {
  const lost = (): never => {
    throw new DeviceLostError('gone')
  }
  const refuses = (rule: string): Device['prepare'] => {
    return () => {
      throw new UnsupportedKernelError([{ rule, message: 'not here' }])
    }
  }
  expect(await runOn({ exec: async () => lost() }, returns)).toMatchObject({ passed: 0, failed: 3 })
  expect(await runOn({ prepare: lost }, returns)).toMatchObject({ failed: 3, skipped: 0 })
  expect(await runOn({ prepare: refuses('f32') }, returns)).toMatchObject({ failed: 3, skipped: 0 })
  expect(await runOn({ prepare: refuses('recursion') }, returns)).toMatchObject({
    failed: 0,
    skips: [{ reason: 'recursion: not here' }, {}, {}],
  })
})

test('a script that cannot be read or run to its end is one failure', async () => {
  expect(await runOn({}, '(module)\n(assert_return')).toMatchObject({
    failures: [{ case: 'line 2: script.wast', actual: expect.stringContaining('not closed') }],
  })
  const stuck = async (): Promise<never> => {
    throw new RangeError('cannot say why')
  }
  const memory =
    '(module (memory 1) (data (i32.const 0) "a") (func (export "f") (result i32) (i32.load8_u (i32.const 0))))'
  const report = await runOn({ exec: stuck }, `${memory} (assert_return (invoke "f") (i32.const 97))`)
  expect(report).toMatchObject({ failures: [{ actual: 'RangeError: cannot say why' }] })
})
