import { coreSignature } from '../src/witx/core-signature.js'
import type { Named, TypeDefinition, WitxDocument, WitxFunction, WitxModule } from '../src/witx/document.js'
import { typeLayout } from '../src/witx/type-layout.js'
import { camelCase, docComment, literal, pascalCase, plural, property } from './emit-literal.js'

/** The TypeScript module that says what a WITX document says. */
export function emitInterface(document: WitxDocument, source: string): string {
  const definitions = [...document.types.values()]
  const header = `// Generated from ${source} by "npm run generate". Do not edit.`
  const imports =
    "import type { CoreSignature } from '../witx/core-signature.js'\nimport type { TypeLayout } from '../witx/type-layout.js'"
  const blocks = [
    header,
    imports,
    ...definitions.flatMap((definition) => emitEnum(definition, document)),
    emitLayouts(definitions, document),
    ...document.modules.flatMap((module) => emitModule(module, document)),
  ]
  return `${blocks.join('\n\n')}\n`
}

function emitEnum({ name, docs, type }: TypeDefinition, document: WitxDocument): readonly string[] {
  if (type.kind !== 'enum') return []
  const names = type.cases.map((item) => item.name)
  const union = type.cases.map((item) => `${comment(item, document, '  ')}  | ${literal(item.name, '')}`)
  const numbers = type.cases.map(
    (item, index) => `${comment(item, document, '  ')}  ${property(item.name)}: ${index},`,
  )
  const [typeName, list, constant] = [pascalCase(name), plural(camelCase(name)), `${camelCase(name)}Numbers`]
  return [
    `${comment({ name, docs }, document, '')}export type ${typeName} =\n${union.join('\n')}`,
    `/** The number of each \`${typeName}\`. */\nexport const ${constant} = {\n${numbers.join('\n')}\n} as const satisfies Readonly<Record<${typeName}, number>>`,
    `/** Each \`${typeName}\` at the index that is its number. */\nexport const ${list} = ${literal(names, '', ` as const satisfies readonly ${typeName}[]`, `export const ${list} = `)}`,
  ]
}

function emitLayouts(definitions: readonly TypeDefinition[], document: WitxDocument): string {
  const layouts = definitions.map(({ name, type }) => [name, typeLayout(type, document.types)])
  return `/** How a value of each type lies in the guest's memory. */\nexport const layouts = ${literal(Object.fromEntries(layouts), '')} as const satisfies Readonly<Record<string, TypeLayout>>`
}

function emitModule(module: WitxModule, document: WitxDocument): readonly string[] {
  const signatures = module.functions.map((item) => [item.name, coreSignature(item, document.types)])
  const functions = module.functions.map((item) => emitFunction(item, document))
  return [
    `/** The module name that a guest imports from. */\nexport const moduleName = ${literal(module.name, '')}`,
    `/** The core signature of each function, with the size of what its pointers point to. */\nexport const signatures = ${literal(Object.fromEntries(signatures), '')} as const satisfies Readonly<Record<string, CoreSignature>>`,
    `${comment(module, document, '')}export interface ${pascalCase(module.name)} {\n${functions.join('\n')}\n}`,
  ]
}

function emitFunction(item: WitxFunction, document: WitxDocument): string {
  const signature = coreSignature(item, document.types)
  const typeOf = (core: string) => (core === 'i64' ? 'bigint' : 'number')
  const params = signature.params.map((param) => `${camelCase(param.name)}: ${typeOf(param.type)}`)
  const described = item.params.filter((param) => param.docs !== '')
  const tags = described.map(
    (param) => `@param ${camelCase(coreName(param.name, signature.params))} ${param.docs}`,
  )
  const docs = [item.docs, ...tags].join('\n')
  const result = signature.results[0] === undefined ? 'void' : typeOf(signature.results[0])
  return `${comment({ name: item.name, docs }, document, '  ')}${wrapParameters(item.name, params, result)}`
}

/** A list `in` is the core parameters `in_ptr` and `in_len`: its text goes to the first. */
function coreName(name: string, params: readonly { readonly name: string }[]): string {
  return params.some((param) => param.name === name) ? name : `${name}_ptr`
}

function wrapParameters(name: string, params: readonly string[], result: string): string {
  const line = `  ${name}(${params.join(', ')}): ${result}`
  return line.length <= 110
    ? line
    : `  ${name}(\n${params.map((param) => `    ${param},\n`).join('')}  ): ${result}`
}

/** WITX texts write `$errno` where TypeScript readers look for `Errno`. */
function comment({ docs }: Named, document: WitxDocument, indent: string): string {
  const named = docs.replace(/`\$(\w+)`/g, (_, name: string) => {
    return document.types.get(name)?.type.kind === 'enum' ? `\`${pascalCase(name)}\`` : `\`${name}\``
  })
  return docComment(named, indent)
}
