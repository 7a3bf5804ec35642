import { describe, expect, test } from 'vitest'
import { type FileReport, runComponentWast } from '../src/component.js'

async function run(text: string, timeLimitMs?: number): Promise<FileReport> {
  const { files } = await runComponentWast([{ name: 'script.wast', text }], { timeLimitMs })
  const [report] = files
  if (report === undefined) throw new TypeError('no report')
  return report
}

async function holds(text: string): Promise<void> {
  expect(await run(text)).toEqual({
    file: 'script.wast',
    passed: text.split('(assert_').length - 1,
    failed: 0,
    skipped: 0,
    failures: [],
    skips: [],
  })
}

/** What was expected of each failure, and what was there. */
async function failures(text: string, timeLimitMs?: number): Promise<[string, string][]> {
  const report = await run(text, timeLimitMs)
  return report.failures.map(({ expected, actual }) => [expected, actual])
}

/** A component whose function `f` has the core body and the type that are given. */
function withFunction(type: string, body: string, name = ''): string {
  const core = type.replaceAll('u32', 'i32').replace(/ ?"\w+" ?/g, ' ')
  return `(component ${name} (core module $m (func (export "f") ${core} ${body}))
    (core instance $i (instantiate $m)) (func (export "f") ${type} (canon lift (core func $i "f"))))`
}

const double = withFunction('(param "a" u32) (result u32)', '(i32.mul (i32.const 2) (local.get 0))')
const trapping = withFunction('', '(unreachable)')

describe('assertions that hold', () => {
  test('of calls', () =>
    holds(`${double}
      (assert_return (invoke "f" (u32.const 4)) (u32.const 8))
      ${trapping}
      (assert_trap (invoke "f") "wasm trap: unreachable")`))

  test('of the latest instance, and of those with names', () =>
    holds(`${withFunction('(result u32)', '(i32.const 1)', '$one')}
      ${withFunction('(result u32)', '(i32.const 2)', 'definition $Two')}
      (assert_return (invoke "f") (u32.const 1))
      (component instance $two $Two)
      (assert_return (invoke "f") (u32.const 2))
      (assert_return (invoke $one "f") (u32.const 1))
      (assert_return (invoke $two "f") (u32.const 2))`))

  test('each instance has its own state', () => {
    const count = `(component definition $Count (core module $m (global $n (mut i32) (i32.const 0))
      (func (export "f") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))
      (core instance $i (instantiate $m)) (func (export "f") (result u32) (canon lift (core func $i "f"))))`
    return holds(`${count}
      (component instance $a $Count) (assert_return (invoke "f") (u32.const 1))
      (assert_return (invoke "f") (u32.const 2))
      (component instance $b $Count) (assert_return (invoke "f") (u32.const 1))
      (assert_return (invoke $a "f") (u32.const 3))`)
  })

  test('of components that trap when they are instantiated', () =>
    holds(`(assert_trap (component (core module $m (func $s (unreachable)) (start $s))
      (core instance (instantiate $m))) "unreachable")`))

  test('of components that are refused', () =>
    holds(`(assert_malformed (component quote "(nothing)") "any words of a parser")
      (assert_malformed (component binary "\\00asm\\0d\\00\\01\\00\\ff") "whatever a decoder says")
      (assert_invalid (component (import "a" (func)) (import "a" (func))) "conflicts with previous name")
      (assert_unlinkable (component (import "nowhere" (func))) "was not found")
      (assert_unlinkable (component (import "host" (func))) "expected func found instance")`))

  test('of imports from the host of the suite, and from instances with names', () =>
    holds(`(component (import "host" (instance $h (export "return-three" (func (result u32)))))
        (export "f" (func $h "return-three")))
      (assert_return (invoke "f") (u32.const 3))
      (component $lib (core module (export "m") (func (export "f") (result i32) (i32.const 7))))
      (component (import "lib" (instance $lib
          (export "m" (core module (export "f" (func (result i32)))))))
        (core instance $i (instantiate (module $lib "m")))
        (func (export "f") (result u32) (canon lift (core func $i "f"))))
      (assert_return (invoke "f") (u32.const 7))`))
})

describe('assertions that do not hold', () => {
  test('show what was expected and what was there', async () => {
    expect(
      await failures(`${double}
        (assert_return (invoke "f" (u32.const 1)) (u32.const 3))
        (assert_return (invoke "f" (u32.const 1)) (s32.const 2))
        (assert_return (invoke "f" (u32.const 1)))
        (assert_return (invoke "f" (u8.const 1)) (u32.const 2))
        (assert_return (invoke "f") (u32.const 2))
        (assert_return (invoke "g") (u32.const 2))
        (assert_trap (invoke "f" (u32.const 1)) "unreachable")`),
    ).toEqual([
      ['(u32.const 3)', '(u32.const 2)'],
      ['(s32.const 2)', '(u32.const 2)'],
      ['no result', '(u32.const 2)'],
      ['(u32.const 2)', expect.stringMatching(/\(u8\.const 1\) is no value of type u32$/)],
      ['(u32.const 2)', expect.stringMatching(/the function has 1 parameters$/)],
      ['(u32.const 2)', expect.stringMatching(/there is no exported function g$/)],
      ['trap: unreachable', 'it was accepted, and ended without a trap'],
    ])
  })

  test('a trap needs its words, and a refusal its reason', async () => {
    expect(
      await failures(`${trapping}
        (assert_trap (invoke "f") "unaligned pointer")
        (assert_invalid (component (import "a" (func)) (import "a" (func))) "of another reason")
        (assert_invalid (component) "anything")
        (assert_malformed (component (import "a" (func)) (import "a" (func))) "of another reason")
        (assert_unlinkable (component (import "nowhere" (func))) "of another reason")
        (assert_trap (component (import "nowhere" (func))) "nowhere")`),
    ).toEqual([
      ['trap: unaligned pointer', expect.stringMatching(/^trap: .*unreachable/)],
      ['refused: of another reason', expect.stringContaining('conflicts with previous name')],
      ['refused: anything', 'it was accepted, and ended without a trap'],
      ['refused: of another reason', expect.stringContaining('conflicts with previous name')],
      ['not linked: of another reason', expect.stringContaining('nowhere')],
      ['trap: nowhere', expect.stringContaining('nowhere')],
    ])
  })

  test('what follows a component that failed fails too, and no more', async () => {
    const report = await run(`${double}
      (component (import "nowhere" (func)))
      (assert_return (invoke "f" (u32.const 1)) (u32.const 2))
      ${double}
      (assert_return (invoke "f" (u32.const 1)) (u32.const 2))`)
    expect(report).toMatchObject({ passed: 1, failed: 2, skipped: 0 })
    expect(report.failures[0]).toMatchObject({
      case: 'line 3: (component (import "nowhere" (func)))',
      expected: 'an instance',
    })
    expect(report.failures[1]?.actual).toMatch(/it is that of line 3, which failed$/)
  })

  test('a call that waits for ever ends at its limit, and the next one runs', async () => {
    const script = `(component (import "host" (instance $h (export "never-return" (func async))))
        (export "f" (func $h "never-return")))
      (assert_return (invoke "f"))
      ${double}
      (assert_return (invoke "f" (u32.const 1)) (u32.const 2))`
    expect(await failures(script, 50)).toEqual([
      ['no result', expect.stringMatching(/did not end in 0\.05 s$/)],
    ])
  })

  test('what cannot be read has its place', async () => {
    expect(
      await failures(`(assert_return (invoke "f") (u32.const x))
(component (import "a" (fun)))
${double}
(assert_return (invoke "f" (u32.const 1)) (u32.const 2))`),
    ).toEqual([
      ['a directive of a component script', '"x" is no u32 (line 1, column 29)'],
      ['a component', expect.stringMatching(/unexpected token.*\(line 1, column 25 of the component\)$/)],
    ])
  })
})

test('what is about something else is skipped with a reason', async () => {
  const { passed, failed, skips } = await run(`;;! component_model_implements = false
    (module $m (func (export "f")))
    (assert_return (get "g") (i32.const 1))
    (assert_invalid (module) "x")
    (assert_invalid (component) "the \`cm-implements\` feature is not active")`)
  const lacking = await run('(assert_invalid (component) "a part which is not implemented")')
  expect({ passed, failed }).toEqual({ passed: 0, failed: 0 })
  expect([...skips, ...lacking.skips].map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^gets a global/),
    expect.stringMatching(/^is about a core module/),
    'is about what another engine lacks: "implements" is switched off',
    'is about what another engine lacks: a part which is not implemented',
  ])
})

test('progress is told after each directive', async () => {
  const told: string[] = []
  await runComponentWast([{ name: 'a', text: '(component) (component)' }], {
    onProgress: (file, done, of) => told.push(`${file} ${done}/${of}`),
  })
  expect(told).toEqual(['a 1/2', 'a 2/2'])
})
