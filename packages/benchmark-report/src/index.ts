export { formatReport } from './format-report.js'
export { median } from './median.js'
export { parseSomeOf, parseWholeNumber } from './option-values.js'
export { createRow, describeMachine, type Report, type Row, type Target } from './report.js'
