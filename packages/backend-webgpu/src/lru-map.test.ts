import { expect, test } from 'vitest'
import { LruMap } from './lru-map.js'

test('the least recently used entry makes room', () => {
  const map = new LruMap<string, number>(2)
  map.set('a', 1)
  map.set('b', 2)
  expect(map.get('a')).toBe(1)
  map.set('c', 3)
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3])
  map.set('a', 4)
  map.delete('c')
  expect([map.size, map.get('a'), map.get('c')]).toEqual([1, 4, undefined])
})
