import type { GeneratedFile } from './generated-file.js'
import { type CopyType, streamTypesOf } from './stream-types.js'
import { typeKey } from './type-key.js'

/** An expression for the object that knows a type of streams or futures. */
export function streamTypeCall(file: GeneratedFile, type: CopyType): string {
  const key = typeKey(type)
  const known = streamTypesOf(file.plan.world).get(key)
  if (known === undefined) throw new Error(`${type.kind} is of no type of the world`)
  return `${file.nameFrom(file.plan.streamsFile, known.names.accessor, key)}()`
}
