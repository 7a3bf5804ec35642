export { ParserMissingError } from './component/assemble/component-parser.js'
export { type ComponentWastOptions, runComponentWast } from './component/run-component-wast.js'
export {
  type CaseFailure,
  type CaseSkip,
  type ConformanceReport,
  countReasons,
  type FileReport,
} from './run/report.js'
export type { ScriptFile } from './run-conformance.js'
