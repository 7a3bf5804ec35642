import { LimitError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import type { ExternDescription, TypeDescription } from '../../src/index.js'
import { generateTypes } from '../../src/types.js'
import { componentOfWorld } from '../support/from-wit.js'
import { checkTypes } from './check-types.js'
import { zoo } from './zoo.js'

const world = `
package test:files@0.1.0;
interface types {
  enum kind { file, folder }
  variant failure { missing, denied(option<string>), other(u8) }
  record entry { name: string, kind: kind, size: u64, owner: option<u32> }
  flags access { read, write-all }
  resource folder {
    constructor(path: string, access: access);
    read-all: func() -> tuple<stream<entry>, future<result<_, failure>>>;
    open: async func(name: string) -> result<folder, failure>;
    root: static func() -> folder;
  }
}
world files {
  import types;
  export copy: async func(%from: stream<u8>, sizes: list<u32>, limit: option<u64>) -> result<u64, string>;
}`

describe('generateTypes', () => {
  it('writes what is imported and exported', async () => {
    expect(generateTypes(await componentOfWorld(world, 'files'))).toMatchInlineSnapshot(`
      "// Generated from a component by @weft/component/types.

      import type { FutureInput, NumberStreamInput, ResultInput, StreamInput } from '@weft/component'

      /** What \`Component.instantiate\` takes. */
      export type Imports = {
        'test:files/types@0.1.0': TestFilesTypes
      }

      /** What \`Instance.exports\` has. */
      export type Exports = {
        /**
         * \`copy: async func(from: stream<u8>, sizes: list<u32>, limit: option<u64>) -> result<u64, string>\`
         * @throws ComponentError<string>
         */
        copy(from: NumberStreamInput<number, Uint8Array>, sizes: readonly number[] | Uint32Array, limit?: bigint | undefined): Promise<bigint>
      }

      /** The imported interface \`test:files/types@0.1.0\`. */
      export interface TestFilesTypes {
        Folder: TestFilesTypes.FolderClass
      }
      export declare namespace TestFilesTypes {
        /** \`flags access\` */
        interface Access {
          read?: boolean | undefined
          writeAll?: boolean | undefined
        }
        /** \`resource folder\` */
        interface Folder {
          /** \`[method]folder.read-all: func() -> tuple<stream<entry>, future<result<_, failure>>>\` */
          readAll(): readonly [StreamInput<Entry>, FutureInput<ResultInput<void, Failure>>]
          /**
           * \`[method]folder.open: async func(name: string) -> result<folder, failure>\`
           * @throws { payload: Failure }
           */
          open(name: string): ResultInput<Folder, Failure> | PromiseLike<ResultInput<Folder, Failure>>
          /** Called when the component drops its handle. */
          [Symbol.dispose]?(): void
        }
        /** The class of \`folder\`. */
        interface FolderClass {
          readonly prototype: Folder
          /** \`[constructor]folder: func(path: string, access: access) -> folder\` */
          new (path: string, access: Access): Folder
          /** \`[static]folder.root: func() -> folder\` */
          root(): Folder
        }
        /** \`enum kind\` */
        type Kind = 'file' | 'folder'
        /** \`record entry\` */
        interface Entry {
          /** \`string\` */
          name: string
          /** \`kind\` */
          kind: Kind
          /** \`u64\` */
          size: bigint
          /** \`option<u32>\` */
          owner?: number | undefined
        }
        /** \`variant failure\` */
        type Failure =
          | { tag: 'missing' }
          | { tag: 'denied'; val?: string | undefined }
          | { tag: 'other'; val: number }
      }
      "
    `)
  })

  it('tells what is exported from what is imported, by the names that the component gives', async () => {
    const text = generateTypes(await componentOfWorld(zoo, 'zoo'))
    const feed = (place: string, given: string, result: string) =>
      `feed(animal: ${place}.Animal, meal: ${place}.${given}): ${place}.${result}\n`
    expect(text).toContain(feed('TestZooAnimals', 'Meal', 'MealInput'))
    expect(text).toContain(feed('TestZooAnimalsExport', 'MealInput', 'Meal'))
  })

  it('gives the same for descriptions that were stored', async () => {
    const { imports, exports } = await componentOfWorld(world, 'files')
    const stored = JSON.parse(JSON.stringify({ imports, exports }))
    expect(generateTypes(stored)).toBe(generateTypes({ imports, exports }))
  })

  it('refuses types that have no end when they are written out', () => {
    let type: TypeDescription = 'u8'
    for (let level = 0; level < 40; level++) type = { kind: 'tuple', types: [type, type] }
    const func: ExternDescription = {
      name: 'f',
      kind: 'func',
      type: { async: false, params: [{ label: 'x', type }] },
    }
    expect(() => generateTypes({ imports: [func], exports: [] })).toThrow(LimitError)
  })

  it('is checked by a compiler that sees what is wrong', () => {
    expect(checkTypes({ 'bad.d.ts': 'export type Bad = Missing' })).toEqual([
      "bad.d.ts:1: Cannot find name 'Missing'.\n  export type Bad = Missing",
    ])
  })
})
