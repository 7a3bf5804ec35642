/**
 * `node scripts/count-tests.js RESULT.json…` adds up vitest's JSON results and prints `N passed, N failed` (and the
 * skipped ones before it, with their names). A test file that could not be loaded counts as one failure, and so does a
 * result that is not there. Exits 1 if anything failed.
 */
import { existsSync, readFileSync } from 'node:fs'

let passed = 0
let failed = 0
const skipped = []

for (const path of process.argv.slice(2)) {
  if (!existsSync(path)) {
    failed++
    continue
  }
  for (const file of JSON.parse(readFileSync(path, 'utf8')).testResults) {
    const tests = file.assertionResults
    passed += tests.filter((test) => test.status === 'passed').length
    const failures = tests.filter((test) => test.status === 'failed').length
    failed += failures === 0 && file.status === 'failed' ? 1 : failures
    skipped.push(
      ...tests
        .filter((test) => test.status !== 'passed' && test.status !== 'failed')
        .map((test) => test.fullName),
    )
  }
}

if (skipped.length > 0)
  console.log(`${skipped.length} skipped:\n${skipped.map((name) => `  ${name}`).join('\n')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
