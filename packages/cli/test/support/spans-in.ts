import { readFileSync } from 'node:fs'

/** The names of the spans in a trace file, in order of their beginning. */
export function spansIn(file: string): string[] {
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly traceEvents: readonly { readonly ph: string; readonly name: string }[]
  }
  return traceEvents.filter(({ ph }) => ph === 'b' || ph === 'X').map(({ name }) => name)
}
