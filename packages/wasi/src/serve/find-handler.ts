import { GuestError } from '@weft/core'

const handler = /^wasi:http\/handler(?:@0\.3\.0(?:-[\w.-]+)?|@0\.3\.\d+)?$/
const handlerPreview2 = /^wasi:http\/incoming-handler@0\.2\.\d+$/

/** What answers requests. */
export interface Handler {
  /** The export. */
  readonly name: string
  /** Whether it is `incoming-handler` of WASI 0.2. */
  readonly isPreview2: boolean
}

/**
 * The function of a component that answers requests: of WASI 0.3 if there is one, else of 0.2. Throws `GuestError` if
 * there is none, which says what is there.
 */
export function findHandler(component: { readonly exports: readonly { readonly name: string }[] }): Handler {
  const names = component.exports.map(({ name }) => name)
  const found = names.find((name) => handler.test(name))
  if (found !== undefined) return { name: `${found}#handle`, isPreview2: false }
  const older = names.find((name) => handlerPreview2.test(name))
  if (older !== undefined) return { name: `${older}#handle`, isPreview2: true }
  throw new GuestError(
    `the component exports no wasi:http/handler of WASI 0.3, and no wasi:http/incoming-handler of 0.2${hintFor(names)}`,
  )
}

function hintFor(names: readonly string[]): string {
  if (names.some((name) => name.startsWith('wasi:cli/run@'))) return '. It is a command: use weft run'
  return names.length === 0 ? ', and nothing else' : `. It exports ${names.join(', ')}`
}
