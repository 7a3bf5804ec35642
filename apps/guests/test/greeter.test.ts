import { expect } from 'vitest'
import { errOf } from './err-of.js'
import { exampleNamed } from './example-named.js'
import { onEach } from './on-each.js'
import type { GuestFunction, Runtime } from './runtime.js'

const ada = { name: 'Ada', title: undefined, languages: [] }
const zoe = { name: 'Zoë 🌍', title: 'Dr.', languages: ['french', 'german'] }

onEach('greets', async (runtime) => {
  const { greet, greetAll, find } = await greetings(runtime)
  expect(greet(ada)).toBe('Hello, Ada!')
  expect(greet(zoe)).toBe('Bonjour, Dr. Zoë 🌍!')
  expect(greetAll([ada, { ...ada, name: '' }, zoe])).toEqual(['Hello, Ada!', 'Bonjour, Dr. Zoë 🌍!'])
  expect(greetAll([])).toEqual([])
  expect(find([ada, zoe], 'Zoë 🌍')).toEqual(zoe)
  expect(find([ada, zoe], 'Eve')).toBeUndefined()
})

onEach('a person who cannot be greeted is err', async (runtime) => {
  const { greet } = await greetings(runtime)
  expect(await errOf(() => greet({ ...ada, name: '' }))).toEqual({ tag: 'no-name' })
  expect(await errOf(() => greet({ ...ada, name: 'x'.repeat(101) }))).toEqual({ tag: 'too-long', val: 100 })
  expect(greet(ada)).toBe('Hello, Ada!')
})

onEach('what is no person is refused', async (runtime) => {
  const { greet } = await greetings(runtime)
  expect(() => greet({ ...ada, languages: ['klingon'] })).toThrow()
})

async function greetings(runtime: Runtime): Promise<Record<'greet' | 'greetAll' | 'find', GuestFunction>> {
  const exports = await runtime.instantiate(await exampleNamed('greeter'))
  return exports['example:greeter/greetings'] as Record<'greet' | 'greetAll' | 'find', GuestFunction>
}
