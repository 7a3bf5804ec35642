import { expect, test } from 'vitest'
import type { ScenarioName } from './scenarios.js'

/** Declares a test for each scenario. `run` gives what the scenario gives. */
export function expectScenarios(jspi: boolean, run: (scenario: ScenarioName) => Promise<unknown>): void {
  const expectTo = (does: string, scenario: ScenarioName, outcome: unknown) =>
    test(does, async () => expect(await run(scenario)).toEqual(outcome))

  const blocked = (name: string) => ({
    code: 'cannot-suspend',
    message: expect.stringContaining(`called through export "${name}"`),
  })

  expectTo('compiles bytes', 'compileBytes', {
    imports: ['func look-up', 'func later'],
    exports: ['add', 'upperCase', 'wait', 'waitByCallback', 'hang', 'crash'],
  })
  expectTo('compiles a response and calls functions', 'callFunctions', [1, 'GRÜSSE, Ω€😀', 42])
  expectTo('blocks, or says that it cannot', 'block', jspi ? { value: 42 } : blocked('wait'))
  expectTo(
    'blocks in a function of a synchronous type, or says that it cannot',
    'blockInSynchronousImport',
    jspi ? { value: 'LATE' } : blocked('upper-case'),
  )
  expectTo('traps where a promise is returned that nobody announced', 'returnUnexpectedPromise', {
    ...{ code: 'trap', rule: 'cannot block a synchronous task before returning' },
    ...{ componentPath: 'root', export: 'upper-case' },
  })
  expectTo('tells of traps', 'trap', {
    first: {
      ...{ code: 'trap', rule: 'wasm `unreachable` instruction executed' },
      ...{ componentPath: 'root', export: 'crash' },
    },
    later: { code: 'trap', rule: 'cannot enter component instance', componentPath: 'root', export: 'add' },
  })
  expectTo('tells of deadlocks', 'deadlock', {
    code: 'trap',
    rule: 'deadlock detected: event loop cannot make further progress',
  })
  expectTo('copies streams of all kinds', 'flipStreams', {
    stream: true,
    'byte source': true,
    'body of a response': true,
    writer: true,
    bytes: true,
  })
  expectTo('passes on that a stream is cancelled', 'cancelStream', 'the source was cancelled')
  expectTo('leaves turns to others while components never stop', 'playEndlessly', {
    ...{ code: 'trap', rule: 'the component instance was disposed of', componentPath: 'root/socket' },
  })
}
