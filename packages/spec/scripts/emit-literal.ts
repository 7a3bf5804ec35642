const lineWidth = 110

/** `value` as a TypeScript literal in the repository's format. `before` and `after` share its first and last line. */
export function literal(value: unknown, indent: string, after = '', before = ''): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`
  if (Array.isArray(value)) return arrayLiteral(value, indent, after, before)
  if (typeof value !== 'object' || value === null) return String(value)
  const deeper = `${indent}  `
  const members = Object.entries(value)
  const isLeaf = members.every(([, member]) => typeof member !== 'object')
  const line = `{ ${members.map(([key, member]) => `${property(key)}: ${literal(member, deeper)}`).join(', ')} }`
  if (isLeaf && indent.length + line.length + 20 <= lineWidth) return `${line}${after}`
  const lines = members.map(
    ([key, member]) => `${deeper}${property(key)}: ${literal(member, deeper, '', `${property(key)}: `)},\n`,
  )
  return `{\n${lines.join('')}${indent}}${after}`
}

function arrayLiteral(values: readonly unknown[], indent: string, after: string, before: string): string {
  const deeper = `${indent}  `
  const items = values.map((value) => literal(value, deeper))
  const line = `[${items.join(', ')}]${after}`
  const fits = indent.length + before.length + line.length < lineWidth && !line.includes('\n')
  if (fits && !values.some((value) => typeof value === 'object')) return line
  return `[\n${items.map((item) => `${deeper}${item},\n`).join('')}${indent}]${after}`
}

export function property(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name, '')
}

/** A doc comment with its line end, or nothing for an empty text. */
export function docComment(text: string, indent: string): string {
  if (text === '') return ''
  const lines = text.replaceAll('*/', '*\\/').split('\n')
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

export function camelCase(name: string): string {
  return name.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase())
}

export function pascalCase(name: string): string {
  const camel = camelCase(name)
  return camel.charAt(0).toUpperCase() + camel.slice(1)
}

export function plural(name: string): string {
  return name.endsWith('s') ? `${name}es` : `${name}s`
}
