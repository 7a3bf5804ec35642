import { describe, expect, it } from 'vitest'
import { generateTypes } from '../../src/types.js'
import { componentOfWorld } from '../support/from-wit.js'
import { wasiWorlds } from '../support/wasi-worlds.js'
import { checkTypes } from './check-types.js'

const worlds = wasiWorlds()

describe('the worlds of WASI 0.3', () => {
  it('have types that the compiler accepts', async () => {
    const files: [string, string][] = []
    for (const [index, { text }] of worlds.entries())
      files.push([`world-${index}.d.ts`, generateTypes(await componentOfWorld(text, 'all'))])
    expect(worlds.map(({ name }) => name)).toContain('wasi:http/middleware@0.3.0')
    expect(checkTypes(Object.fromEntries(files))).toEqual([])
  })
})
