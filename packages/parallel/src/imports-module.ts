import { GuestError } from '@weft/core'

/** What the functions that a guest imports may see of it. */
export interface ImportsContext {
  /** The guest's memory; `undefined` until it is instantiated, and for a guest without one. */
  readonly memory: WebAssembly.Memory | undefined
}

/** What the module at `InstantiateOptions.importsUrl` exports. */
export interface ImportsModule {
  createImports(guest: ImportsContext): WebAssembly.Imports | Promise<WebAssembly.Imports>
}

/** Imports the module and lets it make the guest's imports; none without a URL. Throws `GuestError`. */
export async function importsFrom(
  url: string | undefined,
  memoryOf: () => WebAssembly.Memory | undefined,
): Promise<WebAssembly.Imports> {
  if (url === undefined) return {}
  const { createImports } = await load(url)
  if (typeof createImports !== 'function') {
    throw new GuestError(`importsUrl: ${shortened(url)} exports no function createImports`)
  }
  return createImports({
    get memory() {
      return memoryOf()
    },
  })
}

async function load(url: string): Promise<Partial<ImportsModule>> {
  try {
    return await import(/* @vite-ignore */ url)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new GuestError(`importsUrl: ${shortened(url)} cannot be imported: ${message}`, { cause })
  }
}

function shortened(url: string): string {
  return url.length > 100 ? `${url.slice(0, 100)}…` : url
}
