import { readPackageWord } from './extern-names.js'
import type { Fail } from './fail.js'
import { isLabel } from './labels.js'
import { isSemver } from './semver.js'

/**
 * Names of implementations that tools still write for imports: `unlocked-dep=<…>`, `locked-dep=<…>`, `url=<…>`,
 * `integrity=<…>`. The specification has dropped them.
 */
export function readDependencyName(name: string, fail: Fail): void {
  const form = /^(unlocked-dep|locked-dep|url|integrity)=<([^>]*)>(?:,integrity=<([^>]*)>)?(.*)$/s.exec(name)
  if (form === null) fail(`expected \`<\` at \`${name.slice(name.indexOf('=') + 1)}\``)
  const [, kind, content = '', hash, rest] = form
  if (rest !== '') fail(`trailing characters found: \`${rest}\``)
  if (hash !== undefined) {
    if (kind === 'unlocked-dep' || kind === 'integrity')
      fail(`trailing characters found: \`,integrity=<${hash}>\``)
    readIntegrity(hash, fail)
  }
  if (kind === 'integrity') readIntegrity(content, fail)
  else if (kind === 'url') readUrl(content, fail)
  else readPackage(content, kind === 'unlocked-dep', fail)
}

function readUrl(text: string, fail: Fail): void {
  if (text.includes('<')) fail('url cannot contain `<`')
}

/** A package with a version or, where `isQuery`, a range of versions. */
function readPackage(text: string, isQuery: boolean, fail: Fail): void {
  const at = text.indexOf('@')
  const [qualified = '', ...projections] = (at < 0 ? text : text.slice(0, at)).split('/')
  const words = qualified.split(':')
  for (const word of words) readPackageWord(word, fail)
  if (words.length < 2) fail(`expected \`:\` at \`${text.slice(qualified.length)}\``)
  for (const projection of projections)
    if (!isLabel(projection)) fail(`\`${projection}\` is not in kebab case`)
  if (at < 0) return
  const version = text.slice(at + 1)
  if (!isQuery) readSemver(version, fail)
  else if (version !== '*') readRange(version, fail)
}

function readSemver(text: string, fail: Fail): void {
  if (!isSemver(text)) fail(`\`${text}\` is not a valid semver`)
}

function readRange(text: string, fail: Fail): void {
  const bounds = /^\{(?:>=([^ }]*))?( )?(?:<([^}]*))?\}$/.exec(text)
  if (bounds === null) fail('expected `>=` or `<` at start of version range')
  const [, lower, space, upper] = bounds
  if (lower === undefined && upper === undefined) fail('expected `>=` or `<` at start of version range')
  if ((space !== undefined) !== (lower !== undefined && upper !== undefined))
    fail('expected `<` at start of version range upper bounds')
  for (const bound of [lower, upper]) if (bound !== undefined) readSemver(bound, fail)
}

const digest = /^(?:sha256|sha384|sha512)-[0-9A-Za-z+/]+={0,2}(?:\?.*)?$/s

function readIntegrity(text: string, fail: Fail): void {
  const hashes = text.split(/\s+/).filter((hash) => hash !== '')
  if (hashes.length === 0) fail('integrity hash cannot be empty')
  for (const hash of hashes) if (!digest.test(hash)) fail(`unrecognized hash algorithm: \`${hash}\``)
}
