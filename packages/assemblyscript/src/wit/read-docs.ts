/** The text of those comments that document what follows them, `///` and `/** … *\/`; undefined if there are none. */
export function readDocs(comments: readonly string[]): string | undefined {
  const texts = comments.flatMap((comment) => readComment(comment) ?? [])
  if (texts.length === 0) return undefined
  const docs = texts.join('\n').replace(/^\n+|\s+$/g, '')
  return docs === '' ? undefined : docs
}

function readComment(comment: string): string | undefined {
  if (comment.startsWith('///')) {
    return comment.startsWith('////') ? undefined : comment.slice(3).replace(/^ /, '').trimEnd()
  }
  // `/**/` is an empty comment without documentation.
  if (!comment.startsWith('/**') || comment.length < 5) return undefined
  return comment.slice(3, -2).split('\n').map(readBlockLine).join('\n').trim()
}

function readBlockLine(line: string, index: number): string {
  const text = index === 0 ? line.replace(/^ /, '') : line.replace(/^\s*\*? ?/, '')
  return text.trimEnd()
}
