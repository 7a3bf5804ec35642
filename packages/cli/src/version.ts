import { createRequire } from 'node:module'

/** The version of this package, and of all `@weft` packages that go with it. */
export function version(): string {
  const manifest: unknown = createRequire(import.meta.url)('../package.json')
  return (manifest as { version: string }).version
}
