/**
 * Packs every package that is not private as npm would publish it, and checks each tarball: that npm users get the files
 * and fields they need (publint), and that TypeScript finds the types of every export (attw).
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const workFolder = await mkdtemp(join(tmpdir(), 'weft-packages-'))

try {
  const names = await publishedPackages()
  const reports = await eachOf(names, checkPackage)
  for (const { name, problems } of reports) {
    console.log(problems.length === 0 ? `ok    ${name}` : `FAIL  ${name}`)
    for (const problem of problems) console.log(problem.replaceAll(/^/gm, '      '))
  }
  const failed = reports.filter((report) => report.problems.length > 0).length
  console.log(`${reports.length - failed} packages are ready to publish, ${failed} are not`)
  if (failed > 0) process.exitCode = 1
} finally {
  await rm(workFolder, { recursive: true })
}

/** Their folders' names. */
async function publishedPackages() {
  const names = await readdir(join(root, 'packages'))
  const manifests = await Promise.all(names.map(readManifest))
  return names.filter((_, index) => !manifests[index].private)
}

async function readManifest(folderName) {
  return JSON.parse(await readFile(join(root, 'packages', folderName, 'package.json'), 'utf8'))
}

/** Runs `check` on all items, as many at a time as there are processors; results come in the items' order. */
async function eachOf(items, check) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await check(items[index])
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}

async function checkPackage(folderName) {
  const folder = join(root, 'packages', folderName)
  const manifest = await readManifest(folderName)
  try {
    const tarball = await pack(folder)
    const problems = [...(await runPublint(manifest, tarball)), ...(await runTypeCheck(tarball))]
    return { name: manifest.name, problems }
  } catch (error) {
    return { name: manifest.name, problems: [`${error.message}\n${error.stdout ?? ''}`.trim()] }
  }
}

async function pack(folder) {
  const parameters = ['pack', '--json', '--ignore-scripts', '--pack-destination', workFolder]
  const { stdout } = await run('npm', parameters, { cwd: folder })
  const packed = JSON.parse(stdout)
  const [entry] = Array.isArray(packed) ? packed : Object.values(packed)
  return join(workFolder, entry.filename)
}

async function runPublint(manifest, tarball) {
  const content = await readFile(tarball)
  const bytes = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength)
  const { messages, pkg = manifest } = await publint({ pack: { tarball: bytes }, strict: true })
  return messages.map(
    (message) => `publint ${message.type}: ${formatMessage(message, pkg, { color: false })}`,
  )
}

async function runTypeCheck(tarball) {
  try {
    const parameters = [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji', '--format', 'ascii']
    await run(join(root, 'node_modules/.bin/attw'), parameters)
    return []
  } catch (error) {
    return [`attw: ${(error.stdout || error.message).trim()}`]
  }
}
