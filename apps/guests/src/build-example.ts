import { fileURLToPath } from 'node:url'
import { type BuiltComponent, buildComponent } from '@weft/assemblyscript'
import type { Example } from './examples.js'

const root = new URL('..', import.meta.url)

/** Builds an example and writes it to `build/`. Throws `BuildError` for what cannot be compiled. */
export function buildExample(example: Example): Promise<BuiltComponent> {
  const pathOf = (path: string) => fileURLToPath(new URL(path, root))
  return buildComponent({
    entry: pathOf(`${example.name}/assembly/${example.file}.ts`),
    wit: pathOf(`${example.name}/wit`),
    outFile: pathOf(`build/${builtName(example)}.wasm`),
  })
}

/** What its file is called: the style is in it where there are several. */
function builtName({ name, file }: Example): string {
  return file === 'guest' ? name : `${name}-${file}`
}
