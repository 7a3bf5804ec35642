/** RFC 9110, 5.6.2: names of fields and methods. */
const token = /^[!#$%&'*+\-.^_`|~\w]+$/
/** RFC 3986, 3.1. */
const scheme = /^[a-z][a-z\d+\-.]*$/i
/** RFC 3986, 3.2, with a host that is not empty. */
const authority = /^(?:[\w\-.~!$&'()*+,;=%:]*@)?(?:\[[\da-f:.]+\]|[\w\-.~!$&'()*+,;=%]+)(?::(\d*))?$/i
/** What may stand in a request line: visible ASCII but `#`, which would begin a fragment. */
const pathWithQuery = /^(?:[/?][!"$-~]*|\*)?$/
const digits = /^\d+$/

const tab = 0x09
const space = 0x20
const del = 0x7f

export function isToken(text: string): boolean {
  return token.test(text)
}

export function isScheme(text: string): boolean {
  return scheme.test(text)
}

export function isAuthority(text: string): boolean {
  const match = authority.exec(text)
  return match !== null && Number(match[1] ?? 0) <= 0xffff
}

export function isPathWithQuery(text: string): boolean {
  return pathWithQuery.test(text)
}

/** RFC 9110, 5.5. No control character, so that nothing can end the field and begin another one. */
export function isFieldValue(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!
    if ((byte < space && byte !== tab) || byte === del) return false
  }
  return true
}

/** The number that `content-length` says, undefined if it is none. */
export function parseLength(text: string): number | undefined {
  const value = digits.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : undefined
}
