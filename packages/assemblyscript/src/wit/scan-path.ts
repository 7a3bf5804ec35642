import type { Declared, ScannedPath } from './scanned.js'
import type { TokenReader } from './token-reader.js'

/** `i`, or `ns:package/i@1.2.3` (WIT.md, `use-path`). */
export function scanPath(reader: TokenReader): ScannedPath {
  const { spot, position: firstToken } = reader
  const first = reader.name('the name of an interface or world').name
  if (!reader.accept(':')) return { ...spot, name: first, firstToken, endToken: reader.position }
  const packageName = reader.name('the name of a package').name
  reader.expect('/')
  const { name } = reader.name('the name of an interface or world')
  const version = scanVersion(reader)
  return {
    ...spot,
    package: `${first}:${packageName}${version}`,
    name,
    firstToken,
    endToken: reader.position,
  }
}

/** `package ns:name@1.2.3`, without what follows it (WIT.md, `package-decl`). */
export function scanPackageName(reader: TokenReader): Declared {
  const { docs } = reader.next
  reader.expect('package')
  const { spot } = reader
  const namespace = reader.name('the namespace of the package').name
  reader.expect(':')
  const { name } = reader.name('the name of the package')
  return { ...spot, docs, name: `${namespace}:${name}${scanVersion(reader)}` }
}

function scanVersion(reader: TokenReader): string {
  if (!reader.accept('@')) return ''
  if (reader.next.kind !== 'version') throw reader.unexpected('a version like `1.2.3`')
  return `@${reader.take().text}`
}
