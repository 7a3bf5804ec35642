import type { Component } from '@weft/component'
import { runGuest } from './run-guest.js'

export interface ReportedRun {
  /** What the guest said, by the words before `: `. */
  readonly results: Readonly<Record<string, string>>
  readonly denied: readonly string[]
}

/** Runs a guest that reports in lines `what: result`, in which `!3` is the error code of that number in `codes`. */
export async function runReporter(
  guest: Component,
  codes: readonly string[],
  options: { readonly args: readonly string[]; readonly network: boolean },
): Promise<ReportedRun> {
  const { stdout, denied } = await runGuest(guest, options)
  const lines = stdout.trimEnd().split('\n')
  const results = lines.map((line) => {
    const [what = '', ...rest] = line.split(': ')
    return [what, rest.join(': ').replaceAll(/!(\d+)/g, (_, index) => `!${codes[Number(index)]}`)]
  })
  return { results: Object.fromEntries(results), denied }
}
