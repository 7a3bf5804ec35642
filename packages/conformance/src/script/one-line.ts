const longest = 200

/** A piece of a script as it is shown: on one line, without comments, cut if it is long. */
export function oneLine(text: string): string {
  const line = text.replace(/;;[^\n]*/g, '').replace(/\s+/g, ' ')
  return line.length <= longest ? line : `${line.slice(0, longest)}…`
}
