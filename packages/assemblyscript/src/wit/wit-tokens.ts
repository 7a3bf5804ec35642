import { readDocs } from './read-docs.js'
import { errorAt } from './wit-error.js'
import type { WitFile } from './world.js'

/** One token of WIT.md, "Lexical structure". Versions are one token, and `end` stands behind the last one. */
export interface WitToken {
  readonly kind: 'id' | 'keyword' | 'integer' | 'version' | 'string' | 'operator' | 'end'
  /** As it is written: an escaped identifier with its `%`. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** What the documentation comments before the token say. */
  readonly docs?: string | undefined
}

const keywords = new Set(
  `as async bool borrow char constructor enum error-context export f32 f64 flags from func future import include
  interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32
  u64 u8 use variant with world _`.split(/\s+/),
)

const tokenPattern =
  /(?<id>%?[\p{ID_Start}_][\p{ID_Continue}-]*)|(?<version>\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)|(?<integer>\d+)|(?<string>"(?:[^"\\\n\r]|\\[^\n\r])*")|(?<operator>->|[=,:;(){}<>*/.@])/uy
const identifierPattern = /^%?(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*$/
const spacePattern = /[ \n\r\t]+/y
/** Characters that WIT.md forbids: controls, bidirectional overrides, and those that Unicode deprecates. */
const forbiddenPattern =
  /(?![\n\r\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5]/u

/** Takes a text apart. Throws `WitError` where there is no token, and for characters that WIT forbids. */
export function tokenize(file: WitFile): WitToken[] {
  const { text } = file
  const forbidden = forbiddenPattern.exec(text)
  if (forbidden !== null) {
    const code = text.codePointAt(forbidden.index)!.toString(16).toUpperCase().padStart(4, '0')
    throw errorAt(
      { file, offset: forbidden.index },
      `the character U+${code} is not allowed in WIT; remove it`,
    )
  }
  const tokens: WitToken[] = []
  let offset = text.startsWith('\ufeff') ? 1 : 0
  for (;;) {
    const comments: string[] = []
    offset = skipSpace(file, offset, comments)
    const docs = readDocs(comments)
    if (offset === text.length) {
      tokens.push({ kind: 'end', text: '', start: offset, end: offset, docs })
      return tokens
    }
    tokens.push({ ...readToken(file, offset), docs })
    offset = tokens[tokens.length - 1]!.end
  }
}

function readToken(file: WitFile, start: number): WitToken {
  tokenPattern.lastIndex = start
  const match = tokenPattern.exec(file.text)
  if (match === null) throw errorAt({ file, offset: start }, unknownCharacter(file.text, start))
  const [text] = match
  const [kind] = Object.entries(match.groups!).find(([, value]) => value !== undefined)!
  const token = { text, start, end: start + text.length }
  if (keywords.has(text)) return { ...token, kind: 'keyword' }
  if (kind === 'id' && !identifierPattern.test(text)) {
    throw errorAt(
      { file, offset: start },
      `\`${text}\` is no WIT name; names are words of lower case letters and digits with \`-\` between them`,
    )
  }
  return { ...token, kind: kind as WitToken['kind'] }
}

function unknownCharacter(text: string, offset: number): string {
  if (text[offset] === '"') return 'a string has no closing `"`; add it'
  return `found \`${String.fromCodePoint(text.codePointAt(offset)!)}\`, which begins nothing in WIT; remove it`
}

/** Returns where the next token begins, and gives the comments before it. */
function skipSpace(file: WitFile, start: number, comments: string[]): number {
  const { text } = file
  let offset = start
  for (;;) {
    spacePattern.lastIndex = offset
    offset += spacePattern.exec(text)?.[0].length ?? 0
    const end = endOfComment(file, offset)
    if (end === offset) return offset
    comments.push(text.slice(offset, end))
    offset = end
  }
}

/** The end of the comment that begins at `start`; `start` itself if there is none. */
function endOfComment(file: WitFile, start: number): number {
  const { text } = file
  if (text.startsWith('//', start)) {
    const end = text.indexOf('\n', start)
    return end === -1 ? text.length : end
  }
  if (!text.startsWith('/*', start)) return start
  const delimiter = /\/\*|\*\//g
  delimiter.lastIndex = start
  let depth = 0
  for (let match = delimiter.exec(text); match !== null; match = delimiter.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return delimiter.lastIndex
  }
  throw errorAt({ file, offset: start }, 'a comment has no closing `*/`; comments nest, each needs its own')
}
