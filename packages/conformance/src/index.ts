export { wabtFeatures } from './assemble/wabt-features.js'
export {
  type CaseFailure,
  type CaseSkip,
  type ConformanceReport,
  countReasons,
  type FileReport,
  isAboutOtherPart,
  unexplainedFailures,
} from './run/report.js'
export { type ConformanceOptions, runConformance, type ScriptFile } from './run-conformance.js'
