import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCompatible, versionTrack } from '../../src/link/versions.js'

describe('findCompatible', () => {
  it.each([
    ['a:b/c@0.3.1', ['a:b/c@0.3.0'], 'a:b/c@0.3.0'],
    ['a:b/c@0.3.1', ['a:b/c@0.3.0', 'a:b/c@0.3.1', 'a:b/c@0.3.2'], 'a:b/c@0.3.1'],
    ['a:b/c@0.3.1', ['a:b/c@0.3.0', 'a:b/c@0.3.12', 'a:b/c@0.3.2'], 'a:b/c@0.3.12'],
    ['a:b/c@0.3.1', ['a:b/c@0.2.9', 'a:b/c@0.4.0'], undefined],
    ['a:b/c@1.2.3', ['a:b/c@1.9.0', 'a:b/c@2.0.0'], 'a:b/c@1.9.0'],
    ['a:b/c@0.0.1', ['a:b/c@0.0.2'], undefined],
    ['a:b/c@0.3.1', ['a:b/c'], 'a:b/c'],
    ['a:b/c@0.3.1', ['a:b/c', 'a:b/c@0.3.0'], 'a:b/c@0.3.0'],
    ['a:b/c@0.3.1', ['a:b/c@0.3'], 'a:b/c@0.3'],
    ['a:b/c@0.3', ['a:b/c@0.3.7'], 'a:b/c@0.3.7'],
    ['a:b/c', ['a:b/c@0.3.1'], undefined],
    ['a:b/c@0.3.1', ['a:b/cd@0.3.1', 'x:b/c@0.3.1'], undefined],
    ['a:b/c@0.3.1', ['a:b/c@0.3.2-rc.1', 'a:b/c@0.3.2', 'a:b/c@0.3.2-rc.2'], 'a:b/c@0.3.2'],
  ])('%s among %j is %s', (wanted, names, found) => {
    expect(findCompatible(wanted, names)).toBe(found)
    expect(findCompatible(wanted, names.toReversed())).toBe(found)
  })

  const version = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(20)).map((parts) => `a:b/c@${parts.join('.')}`)

  it('finds the newest of the same track, whatever the order', () => {
    fc.assert(
      fc.property(version, fc.uniqueArray(version), (wanted, names) => {
        const found = findCompatible(wanted, names)
        const fitting = names.filter((name) => versionTrack(name) === versionTrack(wanted))
        const patch = (name: string) => name.split('@')[1]!.split('.').map(Number)
        const newest = fitting.toSorted((a, b) => {
          const [x, y] = [patch(a), patch(b)]
          return y[1]! - x[1]! || y[2]! - x[2]!
        })[0]
        expect(found).toBe(names.includes(wanted) ? wanted : newest)
      }),
    )
  })
})
