import { type ConformanceReport, type FileReport, totalOf } from '../run/report.js'
import type { ScriptFile } from '../run-conformance.js'
import { ComponentParser } from './assemble/component-parser.js'
import { componentRuntime } from './run/component-runtime.js'
import { runScript } from './run/run-script.js'

export interface ComponentWastOptions {
  /** Time limit of each directive, in milliseconds; 10,000 where left out. */
  readonly timeLimitMs?: number | undefined
  /** Called after each directive of a script. */
  readonly onProgress?: ((file: string, done: number, of: number) => void) | undefined
}

const defaultTimeLimitMs = 10_000

/**
 * Runs test scripts of components (`.wast`), all directives of each, and tells what came of every assertion. Other
 * directives count only where they fail. Throws `ParserMissingError` where the text parser is not installed.
 */
export async function runComponentWast(
  files: Iterable<ScriptFile> | AsyncIterable<ScriptFile>,
  { timeLimitMs = defaultTimeLimitMs, onProgress }: ComponentWastOptions = {},
): Promise<ConformanceReport> {
  const parser = await ComponentParser.load()
  const reports: FileReport[] = []
  for await (const file of files)
    reports.push(await runScript(file, { runtime: componentRuntime, parser, timeLimitMs, onProgress }))
  return totalOf(reports)
}
