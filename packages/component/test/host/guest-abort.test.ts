import { describe, expect, it } from 'vitest'
import { compileText } from '../support/parse.js'
import { aborting, abortingComponent, onStack, rule, told, trapOf } from './aborting.js'

describe('the abort of a guest is told', () => {
  it('in a synchronous call, and once only', async () => {
    const component = await compileText(abortingComponent({ message: 'index out of range' }))
    const { exports } = await component.instantiate()
    const f = exports.f as () => void
    expect(f).toThrow(
      expect.objectContaining({
        ...told('index out of range'),
        message: `${rule}: guest aborted: index out of range, at guest.ts:12:5 (called through export "f" of root)`,
      }),
    )
    expect(f).toThrow(expect.objectContaining({ rule: 'cannot enter component instance', abort: undefined }))
  })

  it('in a turn of a callback', async () => {
    const error = await trapOf(`(component
      (core module $M ${aborting({ message: 'in a turn' })}
        (func (export "f") (result i32) (i32.const 1))
        (func (export "cb") (param i32 i32 i32) (result i32) call $abort (i32.const 0)))
      (core instance $m (instantiate $M))
      (func (export "f") async (canon lift (core func $m "f") async (callback (core func $m "cb")))))`)
    expect(error).toMatchObject({ ...told('in a turn'), componentPath: 'root', export: 'f' })
  })

  it.each([
    ['before it is suspended', ''],
    ['after it was', '(drop (call $yield))'],
  ])('on a stack of its own, %s', async (_when, yields) => {
    const error = await trapOf(onStack('on a stack', yields))
    expect(error).toMatchObject({ ...told('on a stack'), componentPath: 'root', export: 'f' })
  })

  it('by a thread', async () => {
    const error = await trapOf(`(component
      (core module $T (table (export "t") 1 funcref))
      (core instance $t (instantiate $T))
      (core type $start (func (param i32)))
      (core func $new (canon thread.new-indirect $start (core table $t "t")))
      (core func $later (canon thread.resume-later))
      (core func $suspend (canon thread.suspend))
      (core module $M
        (import "" "new" (func $new (param i32 i32) (result i32)))
        (import "" "later" (func $later (param i32)))
        (import "" "suspend" (func $suspend (result i32)))
        (import "" "t" (table 1 funcref))
        ${aborting({ message: 'in a thread' })}
        (func $run (param i32) call $abort)
        (elem (i32.const 0) $run)
        (func (export "f") (call $later (call $new (i32.const 0) (i32.const 0))) (drop (call $suspend))))
      (core instance $m (instantiate $M (with "" (instance (export "new" (func $new)) (export "later" (func $later))
        (export "suspend" (func $suspend)) (export "t" (table $t "t"))))))
      (func (export "f") async (canon lift (core func $m "f") async)))`)
    expect(error).toMatchObject(told('in a thread'))
  })

  it('while modules are instantiated', async () => {
    const component = await compileText(`(component
      (core module $M ${aborting({ message: 'too early' })})
      (core instance $m (instantiate $M))
      (core module $N (import "" "abort" (func $abort)) (start $abort))
      (core instance (instantiate $N (with "" (instance $m)))))`)
    await expect(component.instantiate()).rejects.toMatchObject(told('too early'))
  })

  it('by the module that aborted, of several', async () => {
    const error = await trapOf(`(component
      (core module $M ${aborting({ message: 'this one' })})
      (core module $N ${aborting({ message: 'another' })})
      (core module $O (global (export "weft:abort") i64 (i64.const 0)))
      (core instance (instantiate $N))
      (core instance $m (instantiate $M))
      (core instance (instantiate $N))
      (core instance (instantiate $O))
      (func (export "f") (canon lift (core func $m "abort"))))`)
    expect(error).toMatchObject(told('this one'))
  })
})
