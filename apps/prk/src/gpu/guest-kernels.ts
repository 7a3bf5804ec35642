import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { KernelModule } from '@weft/backend'
import { decodeModule, extractKernel, readNames } from '@weft/wasm-binary'
import { appPath, guestPath } from '../paths.js'

const execute = promisify(execFile)
const clangFlags = ['--target=wasm32', '-O2', '-nostdlib', '-Wl,--no-entry']
const modulePath = appPath('build/guests/gpu-kernels.wasm')

/** A kernel of one of the guests in assembly/. */
export async function guestKernel(guest: string, kernel: string): Promise<KernelModule> {
  return namedKernel(await readFile(guestPath(guest)), `${guest}/${kernel}.$core`)
}

/** The kernels of native/gpu-kernels.c, by name. Rejects with what clang says, or with ENOENT if there is none. */
export async function buildCKernels(): Promise<(name: string) => KernelModule> {
  await mkdir(appPath('build/guests'), { recursive: true })
  await execute('clang', [...clangFlags, '-o', modulePath, appPath('native/gpu-kernels.c')])
  const wasm = await readFile(modulePath)
  return (name) => namedKernel(wasm, name)
}

/** Throws `RangeError` for a function that is not there, and what `extractKernel` throws. */
function namedKernel(wasm: Uint8Array, name: string): KernelModule {
  const module = decodeModule(wasm)
  for (const [index, each] of readNames(module).functions) {
    if (each === name) return extractKernel(module, index)
  }
  throw new RangeError(`no function "${name}" in the guest`)
}
