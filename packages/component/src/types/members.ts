/** A member of an object type. */
export interface Member {
  readonly key: string
  readonly kind: 'method' | 'property'
  readonly comment: readonly string[]
  readonly text: string
}

export function property(key: string, type: string, optional = false): Member {
  return { key, kind: 'property', comment: [], text: `${key}${optional ? '?' : ''}: ${type}` }
}

/** Without members that contradict earlier ones of the same key. Methods of one key are overloads. */
export function compatible(members: readonly Member[]): readonly Member[] {
  const kinds = new Map<string, Member['kind']>()
  return members.filter(({ key, kind }) => {
    const known = kinds.get(key)
    kinds.set(key, known ?? kind)
    return known === undefined || (known === 'method' && kind === 'method')
  })
}

/** `head { … }`, a line for each member. */
export function object(head: string, members: readonly Member[]): readonly string[] {
  if (members.length === 0) return [`${head} {}`]
  const lines = compatible(members).flatMap(({ comment, text }) => [...comment, text])
  return [`${head} {`, ...indent(lines), '}']
}

export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}
