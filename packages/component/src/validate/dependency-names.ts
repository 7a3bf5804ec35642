import type { NameReader } from './name-reader.js'

/**
 * Names of implementations that tools still write for imports: `unlocked-dep=<…>`, `locked-dep=<…>`, `url=<…>`,
 * `integrity=<…>`. The specification has dropped them. False where the name is of another form.
 */
export function readDependencyName(reader: NameReader): boolean {
  if (reader.take('unlocked-dep=')) readQuery(reader)
  else if (reader.take('locked-dep=')) readPackage(reader)
  else if (reader.take('url=')) readUrl(reader)
  else if (reader.take('integrity=')) readIntegrity(reader)
  else return false
  reader.end()
  return true
}

/** A package and a range of versions. */
function readQuery(reader: NameReader): void {
  reader.expect('<')
  reader.path('package')
  if (reader.take('@') && !reader.take('*')) {
    reader.expect('{')
    readRange(reader)
    reader.expect('}')
  }
  reader.expect('>')
}

function readRange(reader: NameReader): void {
  const bounds = reader.upTo('}').split(' ')
  const signs = bounds.length === 1 && bounds[0]!.startsWith('<') ? ['<'] : ['>=', '<']
  for (const [index, bound] of bounds.entries()) {
    const sign = signs[index] ?? ' '
    reader.semver(bound.startsWith(sign) ? bound.slice(sign.length) : bound)
  }
}

function readPackage(reader: NameReader): void {
  reader.expect('<')
  reader.path('package')
  if (reader.take('@')) reader.semver(reader.upTo('>'))
  reader.expect('>')
  readOptionalIntegrity(reader)
}

function readUrl(reader: NameReader): void {
  reader.expect('<')
  reader.upTo('>')
  reader.expect('>')
  readOptionalIntegrity(reader)
}

function readOptionalIntegrity(reader: NameReader): void {
  if (!reader.take(',')) return
  reader.expect('integrity=')
  readIntegrity(reader)
}

function readIntegrity(reader: NameReader): void {
  reader.expect('<')
  for (const digest of reader.upTo('>').split(/\s+/)) reader.digest(digest)
  reader.expect('>')
}
