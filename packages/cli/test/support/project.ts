import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runWeft, type WeftRun } from './run-weft.js'

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

/** A project that `weft new` made in a folder of its own, with this repository's packages. */
export interface Project {
  readonly folder: string
  readonly made: WeftRun
  /** Runs a script of it by npm, as a user does. */
  run(script: string, parameters?: readonly string[], input?: string): WeftRun
  /** What an editor marks in the sources and the bindings, by TypeScript's own compiler. */
  mistakesInEditor(): readonly string[]
  /** Starts it, and calls `use` with the first line of its output that has a match. */
  whileItRuns(line: RegExp, use: (match: string) => Promise<void>): Promise<void>
  remove(): void
}

export function createProject(template: string): Project {
  const parent = mkdtempSync(join(tmpdir(), 'weft-new-'))
  const folder = join(parent, `my-${template}`)
  const made = runWeft(['new', folder, '--template', template])
  symlinkSync(modules, join(folder, 'node_modules'))
  return {
    folder,
    made,
    run: (script, parameters = [], input = '') => runScript(folder, script, parameters, input),
    mistakesInEditor: () => mistakesInEditor(folder),
    whileItRuns: (line, use) => whileItRuns(folder, line, use),
    remove: () => rmSync(parent, { recursive: true }),
  }
}

function runScript(folder: string, script: string, parameters: readonly string[], input: string): WeftRun {
  const { status, stdout, stderr, error } = spawnSync(
    'npm',
    ['run', '--silent', script, '--', ...parameters],
    { cwd: folder, encoding: 'utf8', input, timeout: 300_000 },
  )
  if (error) throw error
  return { exitCode: status, stdout, stderr }
}

function mistakesInEditor(folder: string): string[] {
  const compiler = join(modules, 'typescript/bin/tsc')
  const parameters = [compiler, '--project', 'assembly', '--noEmit', '--pretty', 'false']
  const { status, stdout } = spawnSync(process.execPath, parameters, { cwd: folder, encoding: 'utf8' })
  if (status === null) throw new Error('the compiler did not end')
  // It has more to say of the library, which is written for another compiler.
  return stdout.split('\n').filter((line) => line.startsWith('assembly/'))
}

async function whileItRuns(
  folder: string,
  line: RegExp,
  use: (match: string) => Promise<void>,
): Promise<void> {
  const env = { ...process.env, PORT: '0' }
  // A group of its own, so that what npm starts ends with it.
  const child = spawn('npm', ['run', '--silent', 'start'], { cwd: folder, env, detached: true })
  try {
    let output = ''
    child.stderr.on('data', (text) => {
      output += text
    })
    for await (const text of child.stdout) {
      output += text
      const match = line.exec(output)
      if (match !== null) return await use(match[0])
    }
    throw new Error(`it ended without a match of ${line}:\n${output}`)
  } finally {
    process.kill(-child.pid!, 'SIGTERM')
  }
}
