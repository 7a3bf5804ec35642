import { describe, expect, it } from 'vitest'
import { link } from '../../src/index.js'
import { compileText } from '../support/parse.js'
import { aborting, abortingComponent, onStack, rule, told, trapOf } from './aborting.js'

describe('a destructor that aborts', () => {
  const owner = `(component $Owner
    (core module $M ${aborting({ message: 'cannot go' })} (func (export "dtor") (param i32) call $abort))
    (core instance $m (instantiate $M))
    (type $thing' (resource (rep i32) (dtor (core func $m "dtor"))))
    (core func $new (canon resource.new $thing'))
    (export $thing "thing" (type $thing'))
    (func (export "make") (param "rep" u32) (result (own $thing)) (canon lift (core func $new))))`

  it('is told where JavaScript drops', async () => {
    const { exports } = await (await compileText(owner)).instantiate()
    const thing = (exports.make as (rep: number) => Disposable)(1)
    expect(() => thing[Symbol.dispose]()).toThrow(
      expect.objectContaining({ ...told('cannot go'), componentPath: 'root', export: 'drop of thing' }),
    )
  })

  it('is told where another guest drops', async () => {
    const error = await trapOf(`(component
      ${owner}
      (instance $owner (instantiate $Owner))
      (alias export $owner "thing" (type $thing))
      (component $User
        (import "thing" (type $thing (sub resource)))
        (import "make" (func $make (param "rep" u32) (result (own $thing))))
        (core func $make (canon lower (func $make)))
        (core func $drop (canon resource.drop $thing))
        (core module $M
          (import "" "make" (func $make (param i32) (result i32)))
          (import "" "drop" (func $drop (param i32)))
          ${aborting({ message: 'not this one' })}
          (func (export "f") (call $drop (call $make (i32.const 1)))))
        (core instance $m (instantiate $M (with "" (instance (export "make" (func $make)) (export "drop" (func $drop))))))
        (func (export "f") (canon lift (core func $m "f"))))
      (instance $user (instantiate $User (with "thing" (type $thing)) (with "make" (func $owner "make"))))
      (export "f" (func $user "f")))`)
    expect(error).toMatchObject({
      ...told('cannot go'),
      componentPath: 'root/owner',
      export: 'drop of thing',
    })
  })
})

describe('where a guest calls another, the one is asked that trapped', () => {
  it('of composed components', async () => {
    const plug = await compileText(abortingComponent({ message: 'the plug' }))
    const socket = await compileText(caller('(func $f)', '', 'call $f'))
    const instance = await link({ plug, socket }).instantiate()
    await expect(instance.invoke('g')).rejects.toMatchObject({
      ...told('the plug'),
      componentPath: 'root/plug 0',
      export: 'f',
    })
  })

  it('and the caller for its own', async () => {
    const callee = `(component (core module $M (func (export "f"))) (core instance $m (instantiate $M))
      (func (export "f") (canon lift (core func $m "f"))))`
    const error = await trapOf(pair(callee, caller('(func $f)', '', 'call $f call $abort')))
    expect(error).toMatchObject({ ...told('the caller'), componentPath: 'root/caller' })
  })

  it('not the caller for a callee that tells nothing', async () => {
    const callee = `(component (core module $M (func (export "f") unreachable)) (core instance $m (instantiate $M))
      (func (export "f") (canon lift (core func $m "f"))))`
    const error = await trapOf(pair(callee, caller('(func $f)', '', 'call $f')))
    expect(error).toMatchObject({ rule, abort: undefined, componentPath: 'root/callee' })
  })

  it.each([
    ['before it is suspended', ''],
    ['after it was', '(drop (call $yield))'],
  ])('on a stack of its own, %s', async (_when, yields) => {
    const callee = onStack('the callee', yields)
    const run = '(drop (call $f)) (loop (drop (call $yield)) br 0)'
    const error = await trapOf(pair(callee, caller('(func $f (result i32))', 'async', run)))
    expect(error).toMatchObject({ ...told('the callee'), componentPath: 'root/callee', export: 'f' })
  })

  it('and that traps while its call is cancelled', async () => {
    const callee = `(component
      (core module $M ${aborting({ message: 'the callee' })}
        (func (export "f") (result i32) (i32.const 1))
        (func (export "cb") (param i32 i32 i32) (result i32) call $abort (i32.const 0)))
      (core instance $m (instantiate $M))
      (func (export "f") async (canon lift (core func $m "f") async (callback (core func $m "cb")))))`
    const run = '(drop (call $cancel (i32.shr_u (call $f) (i32.const 4))))'
    const error = await trapOf(pair(callee, caller('(func $f (result i32))', 'async', run)))
    expect(error).toMatchObject({ ...told('the callee'), componentPath: 'root/callee', export: 'f' })
  })

  it('and the caller that has no room for a result', async () => {
    const error = await trapOf(`(component
      (component $Callee
        (core module $M (memory (export "memory") 1) (data (i32.const 8) "\\10\\00\\00\\00\\03\\00\\00\\00")
          (func (export "f") (result i32) (i32.const 8)))
        (core instance $m (instantiate $M))
        (func (export "f") (result string) (canon lift (core func $m "f") (memory (core memory $m "memory")))))
      (instance $callee (instantiate $Callee))
      (component $Caller
        (import "f" (func $f (result string)))
        (core module $L ${aborting({ message: 'no room' })}
          (func (export "realloc") (param i32 i32 i32 i32) (result i32) call $abort (i32.const 0)))
        (core instance $l (instantiate $L))
        (core func $f (canon lower (func $f) (memory (core memory $l "memory")) (realloc (core func $l "realloc"))))
        (core module $M (import "" "f" (func $f (param i32))) (func (export "f") (call $f (i32.const 8))))
        (core instance $m (instantiate $M (with "" (instance (export "f" (func $f))))))
        (func (export "f") (canon lift (core func $m "f"))))
      (instance $caller (instantiate $Caller (with "f" (func $callee "f"))))
      (export "f" (func $caller "f")))`)
    expect(error).toMatchObject({ ...told('no room'), componentPath: 'root/caller' })
    expect(error.message).toContain('at guest.ts:12:5 (of root/caller)')
  })
})

/** A component with `g`, which runs `code`: `$f` is the import `f`, lowered with `options`; `$abort` says that it is the caller. */
function caller(type: string, options: '' | 'async', code: string): string {
  const builtins =
    options && '(core func $yield (canon thread.yield)) (core func $cancel (canon subtask.cancel))'
  const given = options && '(export "yield" (func $yield)) (export "cancel" (func $cancel))'
  const wanted = `(import "" "f" ${type}) ${
    options &&
    '(import "" "yield" (func $yield (result i32))) (import "" "cancel" (func $cancel (param i32) (result i32)))'
  }`
  return `(component
    (import "f" (func $f ${options}))
    (core func $f' (canon lower (func $f) ${options})) ${builtins}
    (core module $M ${wanted} ${aborting({ message: 'the caller' })} (func (export "g") ${code}))
    (core instance $m (instantiate $M (with "" (instance (export "f" (func $f')) ${given}))))
    (func (export "g") ${options} (canon lift (core func $m "g") ${options})))`
}

/** Two components in one: its `f` is the caller's `g`. */
function pair(callee: string, calling: string): string {
  return `(component
    ${callee.replace('(component', '(component $Callee')}
    ${calling.replace('(component', '(component $Caller')}
    (instance $callee (instantiate $Callee))
    (instance $caller (instantiate $Caller (with "f" (func $callee "f"))))
    (export "f" (func $caller "g")))`
}
