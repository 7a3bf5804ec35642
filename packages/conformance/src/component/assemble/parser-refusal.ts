/** Why a parser does not take a text. */
export interface ParserRefusal {
  readonly refusal: string
  /** Where in the text, counted from 1, if the parser says so. */
  readonly line: number | undefined
  readonly column: number | undefined
}

/** jco's parser gives the insides of its error object as text; these are the parts that say what is wrong, and where. */
const custom = /Custom\(("(?:[^"\\]|\\.)*")\)/
const lexical = /Lex\((\w+)/
const place = /\bline: (\d+), col: (\d+)/

/** Reads what jco's parser threw. */
export function decodeRefusal(error: unknown): ParserRefusal {
  const message = error instanceof Error ? error.message : String(error)
  const [, line, column] = place.exec(message) ?? []
  return {
    refusal: customMessage(message) ?? lexicalMessage(message) ?? message,
    line: line === undefined ? undefined : Number(line) + 1,
    column: column === undefined ? undefined : Number(column) + 1,
  }
}

function customMessage(message: string): string | undefined {
  const quoted = custom.exec(message)?.[1]
  if (quoted === undefined) return undefined
  try {
    return String(JSON.parse(quoted.replaceAll("\\'", "'")))
  } catch {
    return quoted.slice(1, -1)
  }
}

/** `InvalidStringEscape('z')` is "invalid string escape". */
function lexicalMessage(message: string): string | undefined {
  const name = lexical.exec(message)?.[1]
  return name?.replace(/(?!^)[A-Z]/g, (capital) => ` ${capital}`).toLowerCase()
}
