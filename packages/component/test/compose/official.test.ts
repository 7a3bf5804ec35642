import { decodeComponent } from '@weft/wasm-binary'
import { describe, expect, it } from 'vitest'
import { chainGraph, compose } from '../../src/compose.js'
import { compile } from '../../src/index.js'
import { validateComponent } from '../../src/validate.js'
import { isMissing, officialComponents, scriptFiles } from '../support/official-components.js'

const importsModule = 'the composition cannot import this: m is a core module'

describe.skipIf(isMissing)('a composition of one official component has its imports and exports', () => {
  it.each(scriptFiles())('%s', async (file) => {
    for (const { place, bytes, message } of await officialComponents(file)) {
      if (message !== undefined) continue
      const component = await compile(bytes)
      const graph = chainGraph([{ name: 'only', component }])
      if (component.imports.some(({ kind }) => kind === 'module')) {
        expect(() => compose(graph), place).toThrow(importsModule)
        continue
      }
      const written = compose(graph)
      validateComponent(decodeComponent(written))
      const again = await compile(written)
      expect(again.imports, place).toEqual(component.imports)
      expect(again.exports, place).toEqual(component.exports)
    }
  })
})
