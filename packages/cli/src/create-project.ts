import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError, UsageError } from './cli-error.js'

const templatesFolder = fileURLToPath(new URL('../templates', import.meta.url))

/** The kinds of projects, with what they are. */
export const templates = {
  filter: 'a component that turns a stream into a stream',
  cli: 'a command, wasi:cli/run',
  http: 'a service, wasi:http/handler',
  kernel: 'a core module whose kernels run in parallel',
} as const

export type Template = keyof typeof templates

export interface ProjectOptions {
  /** The folder of the project, which must be empty if it is there. Its last part is the project's name. */
  readonly folder: string
  readonly template: Template
  /** The version of the `@weft` packages that it depends on. */
  readonly version: string
}

// What npm allows as the name of a package, and every file system as that of a folder.
const namePattern = /^[a-z][a-z0-9]*([-._][a-z0-9]+)*$/
const longestName = 100

/**
 * Makes a project of a template and returns its files, relative to its folder. Throws `UsageError` for a bad name,
 * `CommandError` for a folder that is in use.
 */
export async function createProject({
  folder,
  template,
  version,
}: ProjectOptions): Promise<readonly string[]> {
  const name = path.basename(path.resolve(folder))
  if (!namePattern.test(name) || name.length > longestName || name === 'node_modules') {
    throw new UsageError(
      `${name} is no name for a project: use small letters a to z and digits, beginning with a letter; ` +
        'between them may be - or . or _, like my-filter',
    )
  }
  await refuseUsed(folder)
  await mkdir(folder, { recursive: true })
  await cp(path.join(templatesFolder, template), folder, { recursive: true })
  // Under its own name npm would not publish it.
  await rename(path.join(folder, 'gitignore'), path.join(folder, '.gitignore'))
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) await fillIn(file, { name, version })
  return files.map((file) => path.relative(folder, file))
}

async function refuseUsed(folder: string): Promise<void> {
  try {
    const [first] = await readdir(folder)
    if (first === undefined) return
    throw new CommandError(
      `${folder} is not empty, it has ${first}: choose another name, or move what is there`,
    )
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return
    if (code !== 'ENOTDIR') throw error
    throw new CommandError(`${folder} is a file, or lies in one: choose another name`, { cause: error })
  }
}

async function fillIn(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const text = await readFile(file, 'utf8')
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (all, key: string) => values[key] ?? all)
  if (filled !== text) await writeFile(file, filled)
}
