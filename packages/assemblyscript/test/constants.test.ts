import { readFileSync } from 'node:fs'
import { bufferAccessNumbers, deviceKindNumbers, errnoNumbers } from '@weft/spec'
import { expect, test } from 'vitest'

const source = readFileSync(new URL('../assembly/constants.ts', import.meta.url), 'utf8')

test.each([
  ['DeviceKind', deviceKindNumbers],
  ['Access', bufferAccessNumbers],
  ['Errno', errnoNumbers],
])('the guest’s %s has the numbers of the interface', (name, numbers) => {
  const [, body = ''] = new RegExp(`enum ${name} {([^}]*)}`).exec(source) ?? []
  const members = [...body.matchAll(/(\w+) = (\d+),/g)].map(([, member, value]) => [
    snakeCase(member!),
    Number(value),
  ])
  expect(Object.fromEntries(members)).toEqual(numbers)
})

test('errnoName gives the interface’s names', () => {
  const cases = [...source.matchAll(/case Errno\.(\w+): return '(\w+)'/g)].map(([, member, text]) => [
    snakeCase(member!),
    text,
  ])
  expect(cases).toEqual(Object.keys(errnoNumbers).map((name) => [name, name]))
})

function snakeCase(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
}
