import type { Labeled, NamedType, TypeBody } from '../wit/world.js'
import { pascalCase } from './case-names.js'
import type { GeneratedFile } from './generated-file.js'
import { variantMembers, writeLoad } from './lift-code.js'
import { writeStore } from './lower-code.js'
import { NameScope } from './name-scope.js'
import { type DeclaredType, resolveAlias } from './resolve-alias.js'
import type { SourceWriter } from './source-writer.js'
import { typeText } from './type-text.js'
import { memberNames } from './value-parts.js'

/** Declares a type of an interface or world, and the functions that lift and lower it. */
export function declareType(file: GeneratedFile, type: NamedType): void {
  const { writer } = file
  writer.gap().docs(type.docs)
  const { body } = type
  switch (body.kind) {
    case 'alias':
      writer.line(`export type ${file.nameOf(type)} = ${typeText(file, body.type)}`)
      return
    case 'enum':
      declareEnum(writer, file.nameOf(type), body.labels)
      return
    case 'flags':
      declareFlags(writer, file.nameOf(type), body.labels)
      return
    case 'record':
      declareRecord(file, type, body)
      break
    case 'variant':
      declareVariant(file, type, body)
  }
  declareCodecs(file, type as DeclaredType)
}

function declareEnum(writer: SourceWriter, name: string, labels: readonly Labeled[]): void {
  const names = new NameScope([])
  writer.block(`export enum ${name}`, () => {
    for (const label of labels) writer.docs(label.docs).line(`${names.claimOnce(pascalCase(label.name))},`)
  })
}

function declareFlags(writer: SourceWriter, name: string, labels: readonly Labeled[]): void {
  const names = new NameScope([])
  const members = labels.map((label) => names.claimOnce(pascalCase(label.name)))
  writer.block(`export enum ${name}`, () => {
    writer.line(`${names.claimOnce('None')} = 0,`)
    labels.forEach(({ docs }, index) => {
      writer.docs(docs).line(`${members[index]} = 1 << ${index},`)
    })
  })
}

type Body<Kind> = Extract<TypeBody, { kind: Kind }>

function declareRecord(file: GeneratedFile, type: NamedType, { fields }: Body<'record'>): void {
  const { writer } = file
  const names = memberNames(fields.map(({ name }) => name))
  const texts = fields.map((field, index) => `public ${names[index]}: ${typeText(file, field.type)}`)
  writer.block(`export class ${file.nameOf(type)}`, () => {
    if (fields.every(({ docs }) => docs === undefined)) {
      writer.items('constructor(', texts, ') {}')
      return
    }
    const writeFields = () => {
      fields.forEach(({ docs }, index) => {
        writer.docs(docs).line(`${texts[index]},`)
      })
    }
    writer.enclose('constructor(', writeFields, ') {}')
  })
}

function declareVariant(file: GeneratedFile, type: NamedType, { cases }: Body<'variant'>): void {
  const { writer } = file
  const tag = file.nameOf(type, 'tag')
  declareEnum(writer, tag, cases)
  const names = variantMembers(cases.map(({ name }) => name))
  const members = new NameScope([...names, 'tag'])
  const fields = new Map<string, string>()
  for (const each of cases) {
    if (each.type === undefined) continue
    const text = typeText(file, each.type)
    if (!fields.has(text)) fields.set(text, members.claimOnce(`payload${fields.size}`))
  }
  const tags = new NameScope([])
  writer
    .gap()
    .docs(type.docs)
    .block(`export class ${file.nameOf(type)}`, () => {
      for (const [text, field] of fields) writer.line(`private ${field}!: ${text}`)
      if (fields.size > 0) writer.gap()
      writer.line(`private constructor(readonly tag: ${tag}) {}`)
      cases.forEach((each, index) => {
        const text = each.type === undefined ? undefined : typeText(file, each.type)
        const name = names[index]!
        const names_ = {
          className: file.nameOf(type),
          tag: `${tag}.${tags.claimOnce(pascalCase(each.name))}`,
          name,
        }
        const payload = text === undefined ? undefined : { text, field: fields.get(text)! }
        declareCase(file, {
          ...names_,
          docs: each.docs,
          isName: members.claimOnce(`is${pascalCase(each.name)}`),
          payload,
        })
      })
    })
}

interface DeclaredCase {
  readonly className: string
  /** With the name of its enum. */
  readonly tag: string
  readonly name: string
  readonly isName: string
  readonly docs: string | undefined
  readonly payload: { readonly text: string; readonly field: string } | undefined
}

function declareCase(file: GeneratedFile, each: DeclaredCase): void {
  const { writer } = file
  const { className, tag, name, isName, payload } = each
  writer.gap().docs(each.docs)
  if (payload === undefined)
    writer.block(`static ${name}(): ${className}`, () => writer.line(`return new ${className}(${tag})`))
  else
    writer.block(`static ${name}(value: ${payload.text}): ${className}`, () => {
      writer.line(`const made = new ${className}(${tag})`, `made.${payload.field} = value`, 'return made')
    })
  writer.gap().block(`get ${isName}(): bool`, () => writer.line(`return this.tag == ${tag}`))
  if (payload === undefined) return
  writer.gap().block(`get ${name}(): ${payload.text}`, () => {
    writer.line(
      `if (this.tag != ${tag}) ${file.internal('fail')}('the ${className} is not ${name}: look at \`tag\` first')`,
    )
    writer.line(`return this.${payload.field}`)
  })
}

function declareCodecs(file: GeneratedFile, type: DeclaredType): void {
  const { writer } = file
  const resolved = resolveAlias({ kind: 'named', type })
  for (const layout of ['memory', 'slots'] as const) {
    const suffix = layout === 'memory' ? '' : 'Flat'
    const name = (prefix: string) => file.nameOf(type, prefix, (own) => `${prefix}$${own}`)
    writer.gap()
    writeLoad(file, writer, { name: name(`load${suffix}`), type: resolved, layout })
    writer.gap()
    writeStore(file, writer, { name: name(`store${suffix}`), type: resolved, layout })
  }
}
