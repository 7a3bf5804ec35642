import type { Method } from './http-types.js'

const texts = {
  get: 'GET',
  head: 'HEAD',
  post: 'POST',
  put: 'PUT',
  delete: 'DELETE',
  connect: 'CONNECT',
  options: 'OPTIONS',
  trace: 'TRACE',
  patch: 'PATCH',
} as const

const methods = /* @__PURE__ */ new Map<string, Method>(
  Object.entries(texts).map(([tag, text]) => [text, { tag: tag as Method['tag'] }]),
)

/** A method as it stands in a request line. */
export function methodText({ tag, val }: Method): string {
  return tag === 'other' ? val! : texts[tag]
}

export function methodOf(text: string): Method {
  return methods.get(text) ?? { tag: 'other', val: text }
}
