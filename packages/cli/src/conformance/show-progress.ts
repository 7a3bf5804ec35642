const clearLine = '\r\u001b[K'
const leastMilliseconds = 100
let shownAt = 0

/** Shows how far a script is, in one line of the terminal; undefined where stderr is none. */
export function progressOnTerminal(): ((file: string, done: number, of: number) => void) | undefined {
  return process.stderr.isTTY ? showProgress : undefined
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(clearLine)
}

function showProgress(file: string, done: number, of: number): void {
  const now = performance.now()
  if (now - shownAt < leastMilliseconds) return
  shownAt = now
  process.stderr.write(`${clearLine}${file}: ${done} of ${of}`)
}
