import { describe, expect, it } from 'vitest'
import type { ExternDescription, FunctionDescription } from '../../src/index.js'
import { generateTypes } from '../../src/types.js'
import { checkTypes } from './check-types.js'

const type: FunctionDescription = { async: false, params: [] }
const func = (name: string): ExternDescription => ({ name, kind: 'func', type })
const instance = (name: string, ...exports: ExternDescription[]): ExternDescription => ({
  name,
  kind: 'instance',
  exports,
})
const resource = (name: string, path: string): ExternDescription => ({
  name,
  kind: 'resource',
  resource: `${path}#${name}`,
})
const flags = (name: string, path: string): ExternDescription => ({
  name,
  kind: 'type',
  type: { name: `${path}#${name}`, kind: 'flags', labels: ['a-b1', 'a-b-1'] },
})

function typesOf(imports: ExternDescription[], exports: ExternDescription[] = []): string {
  const text = generateTypes({ imports, exports })
  expect(checkTypes({ 'types.d.ts': text })).toEqual([])
  return text
}

describe('names of generated types', () => {
  it('tell versions of an interface apart', () => {
    const text = typesOf([instance('a:b/c@0.2.1', func('f')), instance('a:b/c@0.3.0', func('f'))])
    expect(text).toContain("'a:b/c@0.2.1': ABC_0_2_1")
    expect(text).toContain("'a:b/c@0.3.0': ABC_0_3_0")
  })

  it('tell what is exported from what is imported under the same name', () => {
    const both = [
      instance('a:b/c', resource('r', 'a:b/c'), func('[constructor]r')),
      instance('a:b/c', resource('r', 'export a:b/c'), func('[static]r.make')),
    ] as const
    const text = typesOf([both[0]], [both[1]])
    expect(text).toContain('type R = object')
    expect(text).toContain('interface R extends GuestResource {}')
    expect(text).toMatch(/interface ABC \{\n {2}R: ABC\.RClass/)
    expect(text).toMatch(/interface ABCExport \{\n {2}R: ABCExport\.RClass/)
  })

  it('hide nothing that the text needs', () => {
    const names = ['map', 'promise', 'uint8array', 'result', 'imports', 'a', 'web-assembly', 'array']
    const text = typesOf([instance('a', ...names.map((each) => flags(each, 'a')), func('f'))])
    for (const name of ['Map_', 'Promise_', 'Result_', 'Imports_', 'A_', 'Array_'])
      expect(text).toContain(`interface ${name} {`)
  })

  it('are those of the running program, whatever they are', () => {
    const odd = ['[static]r.prototype', '[static]r.name', '[method]r.constructor', '[static]r.new']
    const root = [resource('r', ''), resource('r-class', ''), ...odd.map(func)]
    const text = typesOf([...root, func('a-b1'), func('a-b-1'), func('new'), instance('a-b2'), func('a-b-2')])
    expect(text).toContain('R: Imports.RClass\n')
    expect(text).toContain('RClass: Imports.RClass_Class\n')
    expect(text).toContain("'new'(): void")
    expect(text.match(/aB1\(\): void/g)).toHaveLength(2)
  })

  it('do not end comments and literals', () => {
    const odd = instance("url=<https://x/*/'\\>", func('f'))
    expect(typesOf([odd])).toContain("'url=<https://x/*/\\'\\\\>': Url")
  })
})
