import { buildExample } from '../src/build-example.js'
import { examples } from '../src/examples.js'

const built = new Map<string, Promise<Uint8Array>>()

/** The component of an example. Each is built once. */
export function exampleNamed(name: string, file = 'guest'): Promise<Uint8Array> {
  const key = `${name}/${file}`
  let wasm = built.get(key)
  if (wasm === undefined) {
    const example = examples.find((each) => each.name === name && each.file === file)
    if (example === undefined) throw new Error(`there is no example ${key}`)
    wasm = buildExample(example).then((result) => result.wasm)
    built.set(key, wasm)
  }
  return wasm
}
