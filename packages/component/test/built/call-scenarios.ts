import { compile } from '@weft/component'
import { exportsOf, failureOf, type Surroundings } from './surroundings.js'

/** The exports of the guest `calls`. */
interface CallExports {
  add(left: number, right: number): number
  upperCase(text: string): Promise<string>
  wait(value: number): Promise<number>
  waitByCallback(value: number): Promise<number>
  hang(): Promise<number>
  crash(): void
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve))

const imports = {
  lookUp: (key: string) => key.toUpperCase(),
  async later(value: number) {
    await nextTurn()
    return value + 1
  },
}

const importsThatWait = {
  ...imports,
  async lookUp(key: string) {
    await nextTurn()
    return key.toUpperCase()
  },
}

export async function compileBytes({ fetchGuest, options }: Surroundings) {
  const component = await compile(await (await fetchGuest('calls')).arrayBuffer())
  const { exports } = await component.instantiate(imports, options)
  return {
    imports: component.imports.map(({ kind, name }) => `${kind} ${name}`),
    exports: Object.keys(exports),
  }
}

export async function callFunctions(surroundings: Surroundings) {
  const { add, upperCase, waitByCallback } = await exportsOf<CallExports>(surroundings, 'calls', imports)
  return [add(2, 0xffff_ffff), await upperCase('grüße, ω€😀'), await waitByCallback(41)]
}

export async function block(surroundings: Surroundings) {
  const { wait } = await exportsOf<CallExports>(surroundings, 'calls', imports)
  return failureOf(() => wait(41))
}

export async function blockInSynchronousImport(surroundings: Surroundings) {
  const asyncImports = ['look-up']
  const { upperCase } = await exportsOf<CallExports>(surroundings, 'calls', importsThatWait, { asyncImports })
  return failureOf(() => upperCase('late'))
}

export async function returnUnexpectedPromise(surroundings: Surroundings) {
  const { upperCase } = await exportsOf<CallExports>(surroundings, 'calls', importsThatWait)
  return failureOf(() => upperCase('late'))
}

export async function trap(surroundings: Surroundings) {
  const { add, crash } = await exportsOf<CallExports>(surroundings, 'calls', imports)
  return { first: await failureOf(crash), later: await failureOf(() => add(1, 2)) }
}

export async function deadlock(surroundings: Surroundings) {
  const { hang } = await exportsOf<CallExports>(surroundings, 'calls', imports)
  return failureOf(hang)
}

/** A component with a core module of 9 MB. */
export async function instantiateLarge(surroundings: Surroundings) {
  return failureOf(async () => {
    const { seven } = await exportsOf<{ seven(): number }>(surroundings, 'large')
    return seven()
  })
}
