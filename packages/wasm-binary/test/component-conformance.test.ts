import { describe, expect, it } from 'vitest'
import {
  type ComponentBinary,
  type Definition,
  decodeComponent,
  isComponent,
  readComponentNames,
  readModuleInterface,
} from '../src/index.js'
import { conformanceComponents, missingComponents } from './component-sources.js'

const components = await conformanceComponents()
const assembled = components.flatMap(({ bytes, ...rest }) =>
  bytes === undefined ? [] : [{ ...rest, bytes }],
)

/** The definitions of a component and of those in it. */
function everyDefinition(component: ComponentBinary): Definition[] {
  return component.definitions.flatMap((definition) =>
    definition.kind === 'component' ? [definition, ...everyDefinition(definition.component)] : [definition],
  )
}

function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;[\s\S]*?;\)/g, (token) =>
    token[0] === '"' ? token : ' ',
  )
}

describe.skipIf(missingComponents !== undefined)(`official components${missingComponents ?? ''}`, () => {
  it('are there, and the text parser refuses only what is malformed or withdrawn', () => {
    expect(assembled.length).toBeGreaterThan(100)
    const refused = components.filter(({ refusal }) => refusal !== undefined)
    for (const { name, refusal } of refused) console.warn(`skipped: ${name}: ${refusal?.slice(0, 200)}`)
    expect(refused.length).toBeLessThan(assembled.length / 20)
  })

  it('are decoded, with every canonical definition of their text', () => {
    for (const { name, text, bytes } of assembled) {
      const definitions = everyDefinition(decodeComponent(bytes))
      const found = definitions.flatMap((each) => (each.kind === 'canon' ? [each.canon.name] : []))
      const written = [...withoutComments(text).matchAll(/\(\s*canon\s+([\w.-]+)/g)].map(([, canon]) => canon)
      expect(found.sort(), name).toEqual(written.sort())
    }
  })

  it('have definitions in the order of their offsets, and names that can be read', () => {
    for (const { name, bytes } of assembled) {
      expect(isComponent(bytes), name).toBe(true)
      const component = decodeComponent(bytes)
      const offsets = everyDefinition(component).map(({ offset }) => offset)
      expect(offsets, name).toEqual(offsets.toSorted((left, right) => left - right))
      const custom = component.customSections.some(({ name }) => name === 'component-name')
      const { component: own, sorts } = readComponentNames(component)
      expect(own !== undefined || sorts.size > 0, name).toBe(custom)
    }
  })

  it('have core modules whose interfaces are those that the engine reports', async () => {
    for (const { name, bytes } of assembled) {
      for (const definition of everyDefinition(decodeComponent(bytes))) {
        if (definition.kind !== 'core-module') continue
        const { imports, exports } = readModuleInterface(definition.bytes, definition.offset)
        if (!WebAssembly.validate(definition.bytes.slice())) continue
        const module = await WebAssembly.compile(definition.bytes.slice())
        const kindOf = (kind: string) => (kind === 'func' ? 'function' : kind)
        expect(
          imports.map((item) => ({ module: item.module, name: item.name, kind: kindOf(item.type.kind) })),
          name,
        ).toEqual(WebAssembly.Module.imports(module))
        expect(
          exports.map((item) => ({ name: item.name, kind: kindOf(item.type.kind) })),
          name,
        ).toEqual(WebAssembly.Module.exports(module))
      }
    }
  })
})
