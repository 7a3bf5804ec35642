/** What an import like `./guest.ts?component&world=name` asks for. */
export interface GuestRequest {
  readonly file: string
  /** With its question mark. */
  readonly query: string
  readonly world: string | undefined
  /** The component itself is wanted, not where it is. */
  readonly wantsBytes: boolean
}

/** Undefined for everything but AssemblyScript files with the query `component`. */
export function parseGuestRequest(id: string): GuestRequest | undefined {
  const [, file, query] = /^([^?\0]+\.ts)(\?.+)$/.exec(id) ?? []
  if (file === undefined || query === undefined) return undefined
  const parameters = new URLSearchParams(query)
  if (!parameters.has('component')) return undefined
  return {
    file,
    query,
    world: parameters.get('world') ?? undefined,
    wantsBytes: parameters.has('bytes'),
  }
}
