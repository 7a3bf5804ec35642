import { existsSync, globSync, readFileSync } from 'node:fs'

/** What a workspace's tsup configuration builds: its public entries, worker entries and programs. */
function builtEntries(folder) {
  const path = `${folder}/tsup.config.ts`
  if (!existsSync(path)) return []
  return [...readFileSync(path, 'utf8').matchAll(/'(src\/[^']+\.ts)'/g)].map(([, entry]) => `${entry}!`)
}

function workspace(folder) {
  return [
    folder,
    {
      entry: [...builtEntries(folder), 'src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/*.js', 'bin/*.js'],
      project: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.js', 'bin/*.js'],
    },
  ]
}

export default {
  // Guests in AssemblyScript are another language; generated files follow their source; fixtures are data.
  ignore: ['packages/*/test/assembly/**', '**/generated/**', '**/fixtures/**'],
  // Programs that scripts and tests start by name.
  ignoreBinaries: ['attw', 'turbo', 'gcc', 'clang', 'wasm-ld'],
  // What is run or unpacked by path, without an import.
  ignoreDependencies: ['@arethetypeswrong/cli', '@sparticuz/chromium', 'node', 'turbo'],
  workspaces: {
    '.': {
      entry: ['scripts/*.js', 'scripts/test/**/*.test.js', 'tsup.shared.ts'],
      project: ['scripts/**/*.js'],
    },
    ...Object.fromEntries(globSync(['packages/*', 'apps/*']).map(workspace)),
  },
}
