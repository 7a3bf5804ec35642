import type { Fail } from './fail.js'

const kebabCase = /^(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)(?:-(?:[0-9a-z]+|[0-9A-Z]+))*$/

/** `label` of the specification: words in lower case and acronyms in upper case, joined by hyphens. */
export function isLabel(text: string): boolean {
  return kebabCase.test(text)
}

/**
 * Fails where a label is no label or not strongly unique: labels that differ only in case would be one name in
 * source languages. `what` names a label in messages, such as `record field`.
 */
export function checkLabels(labels: readonly string[], what: string, fail: Fail): void {
  const seen = new Map<string, string>()
  for (const label of labels) {
    if (label === '') fail(`${what} name cannot be empty`)
    if (!isLabel(label)) fail(`${what} name \`${label}\` is not in kebab case`)
    const key = label.toLowerCase()
    const previous = seen.get(key)
    if (previous !== undefined) {
      const short = what.slice(what.lastIndexOf(' ') + 1)
      fail(`${what} name \`${label}\` conflicts with previous ${short} name \`${previous}\``)
    }
    seen.set(key, label)
  }
}
