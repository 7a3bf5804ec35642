/** A component of an official test script, and what the script says of it. */
export interface ScriptComponent {
  readonly line: number
  /** Text that the parser takes. */
  readonly text: string
  /** What validation must say; undefined for a valid component. */
  readonly message?: string
}

const token = /"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;[\s\S]*?;\)|[()]/g

/** The components of a script that are given as text, but for those whose text itself must be refused. */
export function scriptComponents(script: string): readonly ScriptComponent[] {
  return topLevelLists(script).flatMap(({ start, text }) => {
    const component = /^\((assert_invalid|assert_trap|assert_unlinkable)\s/.test(text)
      ? componentWithin(text)
      : text
    const found = /^\(component(?:\s+definition)?(?!\s+(?:instance|quote|binary)\b)([\s\S]*)$/.exec(
      component ?? '',
    )
    if (found === null) return []
    const line = script.slice(0, start).split('\n').length
    const each = { line, text: `(component${found[1]}` }
    return [text.startsWith('(assert_invalid') ? { ...each, message: lastString(text) } : each]
  })
}

function topLevelLists(script: string): { readonly start: number; readonly text: string }[] {
  const lists: { start: number; text: string }[] = []
  let depth = 0
  let start = 0
  for (const { 0: found, index } of script.matchAll(token)) {
    if (found === '(' && depth++ === 0) start = index
    if (found === ')' && --depth === 0) lists.push({ start, text: script.slice(start, index + 1) })
  }
  return lists
}

/** The component in brackets of an assertion. */
function componentWithin(assertion: string): string | undefined {
  return topLevelLists(assertion.slice(1, -1)).find(({ text }) => text.startsWith('(component'))?.text
}

function lastString(text: string): string {
  const quoted = /"((?:[^"\\]|\\.)*)"\s*\)$/.exec(text)?.[1] ?? ''
  return quoted.replace(/\\(.)/g, '$1')
}
