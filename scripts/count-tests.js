/**
 * `node scripts/count-tests.js RESULT.json…` adds up vitest's JSON results and prints `N passed, N failed` (and the
 * skipped and the failed ones before it, with their names, and what went wrong: whoever sees only the end of a log needs
 * no more). A test file that could not be loaded counts as one failure, and so does a result that is not there. Exits 1
 * if anything failed.
 */
import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const linesOfFailure = 12
// The results say nothing else of it.
const messageOfHook = 'beforeAll or afterAll failed: the log has its message behind "FAIL"'

let passed = 0
const failures = []
const skipped = []

/** Lines that name a failure and begin its message. */
function tellFailure(name, message) {
  const lines = stripVTControlCharacters(message ?? '').split('\n')
  return [`  ${name}`, ...lines.slice(0, linesOfFailure).map((line) => `    ${line}`)].join('\n')
}

for (const path of process.argv.slice(2)) {
  if (!existsSync(path)) {
    failures.push(tellFailure(path, 'this result was not written'))
    continue
  }
  for (const file of JSON.parse(readFileSync(path, 'utf8')).testResults) {
    const tests = file.assertionResults
    passed += tests.filter((test) => test.status === 'passed').length
    const failed = tests.filter((test) => test.status === 'failed')
    failures.push(
      ...failed.map((test) => tellFailure(`${file.name}: ${test.fullName}`, test.failureMessages.join('\n'))),
    )
    if (failed.length === 0 && file.status === 'failed')
      failures.push(tellFailure(file.name, file.message || messageOfHook))
    skipped.push(
      ...tests
        .filter((test) => test.status !== 'passed' && test.status !== 'failed')
        .map((test) => test.fullName),
    )
  }
}

if (skipped.length > 0)
  console.log(`${skipped.length} skipped:\n${skipped.map((name) => `  ${name}`).join('\n')}`)
if (failures.length > 0) console.log(`${failures.length} failed:\n${failures.join('\n')}`)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length > 0 ? 1 : 0
