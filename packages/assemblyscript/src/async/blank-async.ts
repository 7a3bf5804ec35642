/** A source text that the compiler's parser can read: it does not know `async`. */
export interface BlankedSource {
  /** As long as the author's text, with blanks instead of every `async`. */
  readonly text: string
  /** Where they stood. */
  readonly offsets: readonly number[]
}

const commentsAndStrings = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\x60(?:\\.|[^\x60\\])*\x60`
const asyncFunction = String.raw`(?<![\w$.])async(?=\s+(?:function\b|[A-Za-z_$][\w$]*\s*[<(]))`
const pattern = new RegExp(`${commentsAndStrings}|${asyncFunction}`, 'g')
const keyword = 'async'

/** Blanks out the keyword `async` before functions and methods. */
export function blankAsync(text: string): BlankedSource {
  if (!text.includes(keyword)) return { text, offsets: [] }
  const offsets: number[] = []
  const blanked = text.replace(pattern, (found: string, offset: number) => {
    if (found !== keyword) return found
    offsets.push(offset)
    return ' '.repeat(keyword.length)
  })
  return { text: blanked, offsets }
}

/** Puts the keyword back where it stood. */
export function restoreAsync(text: string, offsets: readonly number[]): string {
  return offsets.reduce(
    (restored, offset) => restored.slice(0, offset) + keyword + restored.slice(offset + keyword.length),
    text,
  )
}
