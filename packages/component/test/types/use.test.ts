import { beforeAll, describe, expect, it } from 'vitest'
import { generateTypes } from '../../src/types.js'
import { componentOfWorld } from '../support/from-wit.js'
import { checkTypes } from './check-types.js'
import { zoo } from './zoo.js'

const head = `
import { compile } from '@weft/component'
import type { Exports, Imports, TestZooAnimals, TestZooAnimalsExport } from './zoo.js'
`

/** A host as users write one: its own class, with state of its own. */
const host = `
class Animal {
  #name: string
  constructor(name: string) { this.#name = name }
  static pair(left: Animal, right: Animal) { return new Animal(left.#name + right.#name) }
  static new() { return new Animal('new') }
  name() { return this.#name }
  async rename(name: string) {
    if (name === '') throw Object.assign(new Error('no name'), { payload: { tag: 'asleep' } })
    this.#name = name
    return name
  }
  [Symbol.dispose]() {}
}
class Ghost { private constructor() {} boo() {} }
export const animals: TestZooAnimals = {
  Animal,
  Ghost,
  feed: (_animal, meal) => ({ food: new Uint8Array(8), done: meal.done }),
  weigh: () => new Float64Array(2),
  arrive: async (at) => at.length,
  walk: () => [[{ tag: 'asleep' }, { tag: 'lost' }], (async function* () { yield undefined })()],
  exorcise: (ghost) => [ghost, undefined],
  delete: (_index, given) => (given.map.a ? { tag: 'err' } : { tag: 'ok', val: 3 }),
  getJson5Url: () => 'url',
}
export const imports: Imports = {
  'test:zoo/animals@1.2.0': animals,
  keeper: { paint: (_color, meal) => ({ food: meal.food, done: Promise.resolve() }) },
  log: (message) => console.log(message.length),
  resourceClass() {},
}
`

const use = `
const component = await compile(new Uint8Array())
const instance = await component.instantiate(imports)
export const exports = instance.exports as Exports
export const { Animal: Guest, ...zoo } = exports['test:zoo/animals@1.2.0']
const count: bigint = await exports.count()
using animal: TestZooAnimalsExport.Animal = new Guest('Anna')
const renamed: string = await animal.rename(animal.name())
const both = Guest.pair(animal, Guest.new())
export const { food, done } = zoo.feed(both, { food: new Blob([]).stream(), done: Promise.resolve() })
for await (const chunk of food) console.log(chunk.byteLength)
const outcome = await done
if (outcome.tag === 'err') console.log(outcome.val satisfies 'red' | 'dark-green')
const weights: number[] = zoo.weigh([1], new BigUint64Array(1), undefined, { meat: true })
const arrived: number = await (await zoo.arrive([['a', new Uint8Array()]])).read()
const [states] = await zoo.walk()
const { value } = await states.read()
if (value?.tag === 'lost') console.log(value.val?.toFixed())
const inner = zoo.delete(1, {
  map: {}, lookup: new Map([["a", 1]]), deep: { tag: 'some', val: 3 }, outcome: { tag: 'ok', val: 'x' }, initial: 'i', none: { tag: 'ok' },
}, true)
if (inner.tag === 'ok') console.log(inner.val.toFixed())
console.log(count, renamed, weights, arrived)
`

const wrong = [
  ['a missing function', `const bad: TestZooAnimals = { ...animals, weigh: undefined }`],
  ['a missing interface', `const { log, ...rest } = imports; const bad: Imports = rest`],
  ['a misspelt case', `const bad: TestZooAnimals = { ...animals, walk: () => [[{ tag: 'Asleep' }], []] }`],
  ['a number for u64', `zoo.weigh([], [1])`],
  ['a result that is no promise', `const bad: bigint = exports.count()`],
  ['an object for a resource', `zoo.feed({ name: () => '', rename: async () => '' }, { food: [], done })`],
  ['text for bytes', `zoo.arrive([['a', 'b']])`],
  ['text for a stream', `zoo.feed(new Guest(''), { food: 'abc', done })`],
  [
    'a promise from a synchronous function',
    `const bad: Imports['keeper'] = { paint: async (_, meal) => meal }`,
  ],
  ['too few arguments', `zoo.weigh([])`],
  ['an export that is not there', `exports.sum`],
] as const

const wrongHead = `import { animals, done, exports, Guest, imports, zoo } from './use.js'
import type { Imports, TestZooAnimals } from './zoo.js'
`

describe('generated types in use', () => {
  let diagnostics: readonly string[]
  beforeAll(async () => {
    const types = generateTypes(await componentOfWorld(zoo, 'zoo'))
    const files = wrong.map(([, line], index) => [`wrong-${index}.ts`, wrongHead + line])
    diagnostics = checkTypes({ 'zoo.d.ts': types, 'use.ts': head + host + use, ...Object.fromEntries(files) })
  })

  it('are fine for a host and for calls', () => {
    expect(diagnostics.filter((each) => !each.startsWith('wrong'))).toEqual([])
  })

  it.each(wrong.map(([what, line], index) => ({ what, line, index })))('refuse $what', ({ line, index }) => {
    const found = diagnostics.filter((each) => each.startsWith(`wrong-${index}.ts`))
    expect(found).toEqual([expect.stringContaining(line)])
  })
})
