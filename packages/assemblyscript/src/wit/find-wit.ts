import { stat } from 'node:fs/promises'
import path from 'node:path'

/** The folder `wit` beside a component's main file, or else beside the folder that it is in; undefined without either. */
export async function findWit(entry: string): Promise<string | undefined> {
  const folder = path.dirname(path.resolve(entry))
  for (const candidate of [path.join(folder, 'wit'), path.join(path.dirname(folder), 'wit')]) {
    const found = await stat(candidate).catch(() => undefined)
    if (found?.isDirectory() === true) return candidate
  }
  return undefined
}
