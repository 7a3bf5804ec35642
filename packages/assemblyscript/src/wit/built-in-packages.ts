import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PackageLayer } from './package-library.js'
import { readPackages } from './read-files.js'
import { scanFile } from './scan-file.js'
import { packagesOf } from './wit-package.js'

const ownPackage = '@weft/assemblyscript'
const folder = path.join(
  path.dirname(fileURLToPath(import.meta.resolve(`${ownPackage}/package.json`))),
  'wit',
)

/** The packages that come with this one: WASI 0.3, and `wasi:parallel`. */
export async function builtInPackages(): Promise<PackageLayer> {
  const files = [...(await readPackages(path.join(folder, 'wasi'))), ...(await readPackages(folder))]
  const packages = files.flatMap((ofPackage) => {
    const { own, nested } = packagesOf(ofPackage.map(scanFile))
    return own === undefined ? nested : [own, ...nested]
  })
  return { source: `those that come with ${ownPackage}`, packages }
}
