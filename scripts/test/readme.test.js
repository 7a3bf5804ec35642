import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDocument, root, run, writeFiles } from './document.js'

describe.each([
  { page: 'README.md', fileCount: 2, commandCount: 6 },
  { page: 'docs/components-in-assemblyscript.md', fileCount: 12, commandCount: 11 },
])('$page', ({ page, fileCount, commandCount }) => {
  const { files, commands } = readDocument(page)
  let folder = ''

  beforeAll(() => {
    folder = writeFiles('page-', files)
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test('shows files and commands', () => {
    expect({ files: files.length, commands: commands.length }).toEqual({
      files: fileCount,
      commands: commandCount,
    })
  })

  test('shows commands that do what it says', () => {
    for (const { command, output } of commands) {
      const { status, stdout, stderr } = run(command, folder)
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
      if (output !== '') expect({ command, stdout }).toEqual({ command, stdout: output })
    }
  })
})

test.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/components-in-assemblyscript.md'])(
  'links in %s lead somewhere',
  (page) => {
    const text = readFileSync(join(root, page), 'utf8')
    const targets = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target)
    const broken = targets.filter((target) => !existsSync(join(root, dirname(page), target)))
    expect(broken).toEqual([])
  },
)
