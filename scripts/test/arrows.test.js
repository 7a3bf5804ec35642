import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import rules from '../../.dependency-cruiser.js'

let house = ''

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'weft-arrows-'))
})

afterEach(() => {
  rmSync(house, { recursive: true })
})

/** The names of the rules that a tree of files breaks. */
async function brokenRules(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  const { output } = await cruise(
    ['packages', 'apps'].filter((folder) => Object.keys(files).some((path) => path.startsWith(folder))),
    {
      ...rules.options,
      baseDir: house,
      ruleSet: { forbidden: rules.forbidden },
      validate: true,
    },
  )
  return [...new Set(output.summary.violations.map((violation) => violation.rule.name))].sort()
}

const empty = 'export {}\n'

describe('the arrow check', () => {
  test('accepts an arrow of the table', async () => {
    const files = {
      'packages/wasm-binary/src/index.ts': "import '../../core/dist/index.js'\n",
      'packages/core/dist/index.js': empty,
      'packages/core/src/index.ts': empty,
    }
    expect(await brokenRules(files)).toEqual([])
  })

  test.each([
    ['core', 'spec'],
    ['wasm-binary', 'spec'],
    ['backend', 'wasm-binary'],
    ['backend', 'parallel'],
    ['backend-cpu', 'parallel'],
    ['backend-cpu', 'spec'],
    ['parallel', 'backend-cpu'],
    ['backend-webgpu', 'backend-cpu'],
    ['wgsl', 'backend'],
    ['abi', 'wasm-binary'],
    ['assemblyscript', 'parallel'],
    ['assemblyscript', 'spec'],
    ['parallel', 'cli'],
    ['cli', 'benchmark-report'],
  ])('reports that %s imports %s', async (from, to) => {
    const files = {
      [`packages/${from}/src/index.ts`]: `export * from '../../${to}/dist/index.js'\n`,
      [`packages/${to}/dist/index.js`]: empty,
    }
    expect(await brokenRules(files)).toEqual([`arrows-of-${from}`])
  })

  test('reports a forbidden import by name, of types only, of a package that is not built', async () => {
    const files = {
      'packages/backend-cpu/src/index.ts':
        "import type { Parallel } from '@weft/parallel'\nexport type P = Parallel\n",
    }
    expect(await brokenRules(files)).toEqual(['arrows-of-backend-cpu', 'not-found'])
  })

  test('lets tests import more', async () => {
    const files = {
      'packages/backend-cpu/src/pool.test.ts': "import '../../parallel/dist/index.js'\n",
      'packages/backend-cpu/test/pool.test.ts': "import '../../parallel/dist/index.js'\n",
      'packages/parallel/dist/index.js': empty,
    }
    expect(await brokenRules(files)).toEqual([])
  })

  test('reports an import of an app, and of one app by another', async () => {
    const files = {
      'packages/cli/src/index.ts': "import '../../../apps/prk/src/index.js'\n",
      'apps/other/src/index.ts': "import '../../prk/src/index.js'\n",
      'apps/prk/src/index.ts': empty,
    }
    expect(await brokenRules(files)).toEqual(['apps-stand-alone', 'nothing-imports-apps'])
  })

  test('reports a cycle', async () => {
    const files = {
      'packages/core/src/a.ts': "import { b } from './b.js'\nexport const a = () => b\n",
      'packages/core/src/b.ts': "import { a } from './a.js'\nexport const b = () => a\n",
    }
    expect(await brokenRules(files)).toEqual(['no-cycles'])
  })

  test('reports a path into the sources of another package', async () => {
    const files = {
      'packages/wasm-binary/src/index.ts': "import '../../core/src/index.js'\n",
      'packages/core/src/index.ts': empty,
    }
    expect(await brokenRules(files)).toEqual(['packages-by-name'])
  })

  test('reports a module of Node in a package that runs anywhere', async () => {
    const files = { 'packages/core/src/index.ts': "import 'node:fs'\n" }
    expect(await brokenRules(files)).toEqual(['runs-anywhere'])
  })

  test('reports a package that the table does not know', async () => {
    const files = { 'packages/new/src/index.ts': "import './other.js'\n", 'packages/new/src/other.ts': empty }
    expect(await brokenRules(files)).toEqual(['package-without-arrows'])
  })
})
