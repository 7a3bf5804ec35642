/**
 * A GPU in software for tests: SwiftShader's Vulkan driver and a Vulkan loader, out of the npm package
 * `@sparticuz/chromium`, which also carries a Chromium. Nothing is downloaded and nothing is installed.
 */
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar-fs'

const { resolve } = createRequire(import.meta.url)
const archives = join(dirname(resolve('@sparticuz/chromium')), '..', '..', 'bin')
const { version } = createRequire(import.meta.url)(join(archives, '..', 'package.json'))
const cache = join(import.meta.dirname, '..', 'node_modules', '.cache', 'weft', version)

/** True where the package's binaries run. */
export const supported = process.platform === 'linux' && process.arch === 'x64'

/** Unpacks through a folder of its own, so that two processes at once, or an interrupted one, leave nothing half done. */
async function unpackOnce(folder, unpack) {
  const target = join(cache, folder)
  if (existsSync(target)) return target
  const temporary = `${target}.${process.pid}`
  mkdirSync(temporary, { recursive: true })
  await unpack(temporary)
  try {
    renameSync(temporary, target)
  } catch (error) {
    if (!existsSync(target)) throw error
    rmSync(temporary, { recursive: true })
  }
  return target
}

const unpackTar = (name, folder) =>
  pipeline(createReadStream(join(archives, name)), createBrotliDecompress(), extract(folder))

/** A Chromium with SwiftShader and the system libraries that it needs beside it. */
async function unpackChromium(folder) {
  const executable = join(folder, 'chromium')
  const packed = createReadStream(join(archives, 'chromium.br'))
  await pipeline(packed, createBrotliDecompress(), createWriteStream(executable))
  await chmod(executable, 0o755)
  for (const name of ['swiftshader.tar.br', 'al2023.tar.br']) await unpackTar(name, folder)
}

/** Unpacks what is not unpacked yet, and gives the environment that a process must be started with. */
export async function softwareGpuEnvironment() {
  const folder = await unpackOnce('chromium', unpackChromium)
  return {
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? tmpdir(),
    WEFT_CHROMIUM: join(folder, 'chromium'),
  }
}
