import { execFileSync } from 'node:child_process'

// Generated files are committed so that readers and editors see them; this fails when they are not what the generators write.

const root = new URL('..', import.meta.url)
const command = 'npm run generate'

execFileSync('npm', ['run', '--silent', 'generate'], { cwd: root, stdio: 'inherit' })

const status = ['status', '--porcelain', '--untracked-files=all', '--', ':(glob)**/generated/**']
const changes = execFileSync('git', status, { cwd: root, encoding: 'utf8' })
if (changes !== '') {
  console.error(
    `Generated files are not the committed ones:\n${changes}Run "${command}" and commit these files.`,
  )
  process.exitCode = 1
}
