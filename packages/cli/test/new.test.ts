import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProject, type Project } from './support/project.js'
import { runWeft } from './support/run-weft.js'

let project: Project | undefined

afterEach(() => {
  project?.remove()
  project = undefined
})

/** Makes it, and builds and tests it. */
function makeAndTest(template: string): Project {
  project = createProject(template)
  expect(project.made).toMatchObject({ exitCode: 0, stderr: '' })
  expect(project.made.stdout).toContain('npm install')
  expect(readFileSync(join(project.folder, '.gitignore'), 'utf8')).toContain('node_modules/')
  expect(readFileSync(join(project.folder, 'README.md'), 'utf8')).toMatch(new RegExp(`^# my-${template}\n`))
  expect(project.run('build')).toMatchObject({ exitCode: 0, stderr: '' })
  expect(existsSync(join(project.folder, 'build/guest.wasm'))).toBe(true)
  expect(project.mistakesInEditor()).toEqual([])
  const tested = project.run('test')
  expect(tested.stdout + tested.stderr).toMatch(/pass [1-9]/)
  expect(tested.exitCode).toBe(0)
  return project
}

describe('weft new makes a project that builds, passes its test and starts:', () => {
  test('filter', () => {
    const { exitCode, stdout } = makeAndTest('filter').run('start', [], 'hello\n')
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/\nHELLO\n$/) })
  })

  test('cli', () => {
    const { exitCode, stdout } = makeAndTest('cli').run('start', ['Ada'])
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\nHello, Ada!\n$/),
    })
  })

  test('http', async () => {
    await makeAndTest('http').whileItRuns(/http:\S+/, async (address) => {
      expect(await (await fetch(new URL('/x', address))).text()).toBe('1: /x\n2: /x\n3: /x\n')
    })
  })

  test('kernel', () => {
    const { exitCode, stdout } = makeAndTest('kernel').run('start')
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\n332833500\n$/),
    })
  })
})

describe('weft new refuses', () => {
  let folder = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weft-new-'))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  test.each(['My-Filter', '1st', 'a b', 'ä', '-x', 'a--b', 'node_modules', `a${'b'.repeat(100)}`])(
    'the name %j',
    (name) => {
      const { exitCode, stdout, stderr } = runWeft(['new', '--', join(folder, name)])
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
      expect(stderr).toContain('is no name for a project: use small letters')
      expect(existsSync(join(folder, name))).toBe(false)
    },
  )

  test('a folder that has something in it, but not an empty one', () => {
    const used = join(folder, 'used')
    mkdirSync(used)
    expect(runWeft(['new', used])).toMatchObject({ exitCode: 0, stderr: '' })
    const again = runWeft(['new', used, '--template', 'cli'])
    expect(again).toMatchObject({ exitCode: 1, stdout: '' })
    expect(again.stderr).toContain('used is not empty, it has .gitignore: choose another name')
    expect(readFileSync(join(used, 'wit/world.wit'), 'utf8')).toContain('world filter')
  })

  test('a place where a file is', () => {
    writeFileSync(join(folder, 'file'), '')
    for (const place of ['file', 'file/project']) {
      const { exitCode, stderr } = runWeft(['new', join(folder, place)])
      expect(exitCode).toBe(1)
      expect(stderr).toContain('is a file, or lies in one')
    }
  })

  test('a template that is not there', () => {
    const { exitCode, stderr } = runWeft(['new', join(folder, 'x'), '--template', 'rust'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Allowed choices are filter, cli, http, kernel')
  })
})
