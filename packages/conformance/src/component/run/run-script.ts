import { CaseLog } from '../../run/case-log.js'
import type { FileReport } from '../../run/report.js'
import type { ScriptFile } from '../../run-conformance.js'
import type { ComponentParser } from '../assemble/component-parser.js'
import type { Directive } from '../script/directive.js'
import { readDirectives } from '../script/read-directives.js'
import { DirectiveRunner } from './directive-runner.js'
import type { ComponentRuntime } from './runtime.js'

export interface RunScriptOptions {
  readonly runtime: ComponentRuntime
  readonly parser: ComponentParser
  readonly timeLimitMs: number
  readonly onProgress: ((file: string, done: number, of: number) => void) | undefined
}

/** Runs one script and tells what came of its assertions. */
export async function runScript({ name, text }: ScriptFile, options: RunScriptOptions): Promise<FileReport> {
  const log = new CaseLog()
  const directives = readDirectives(text).map(forOtherEngines(text))
  using runner = new DirectiveRunner({ ...options, log })
  for (const [index, directive] of directives.entries()) {
    await runner.run(directive)
    options.onProgress?.(name, index + 1, directives.length)
  }
  return log.report(name)
}

/** Wasmtime's scripts say at their top how the engine is set up. */
const switchedOff = /^;;! *component_model_(\w+) *= *false/m

/** Leaves out what a script says about an engine that lacks a part of the specification, or has it switched off. */
function forOtherEngines(text: string): (directive: Directive) => Directive {
  const feature = switchedOff.exec(text)?.[1]
  return (directive) => {
    if (directive.kind !== 'assert_invalid' && directive.kind !== 'assert_malformed') return directive
    const { line, text: written, message } = directive
    if (feature === undefined && !message.endsWith(' not implemented')) return directive
    const lack = feature === undefined ? message : `"${feature}" is switched off`
    return { line, text: written, kind: 'skipped', reason: `is about what another engine lacks: ${lack}` }
  }
}
