import type { Component } from '@weft/component'
import { commonProviders } from './host/common-providers.js'
import { blockingFunctions, createImports, type Providers } from './host/create-imports.js'
import type { WasiHost } from './host/wasi-host.js'

/** What a component imports of WASI, with what it was granted. Disposing of it ends timers and gives back streams. */
export interface Wasi extends AsyncDisposable {
  /** For `instantiate`: interfaces by their full names. Other imports of the component are not in it. */
  readonly imports: Readonly<Record<string, unknown>>
  /** The option of the same name for `instantiate`. */
  readonly asyncImports: readonly string[]
  /**
   * Resolves once what the guest wrote to its standard streams has left this process. Call it when the instance has
   * been disposed of: until then a guest may write more.
   */
  flush(): Promise<void>
  /** The guest failed: tells `onDenied` also of what it looked for and had none of, such as folders. */
  tellMissed(): void
}

/** The imports of one instance of a component, from a host's parts. */
export async function assembleWasi(
  component: Pick<Component, 'imports'>,
  host: WasiHost,
  providers: Providers,
): Promise<Wasi> {
  const imports = await createImports(component.imports, host, { ...commonProviders, ...providers })
  return {
    imports,
    asyncImports: blockingFunctions,
    async flush() {
      await Promise.allSettled(host.pending)
      await Promise.all([host.stdout.flush(), host.stderr.flush()])
    },
    tellMissed() {
      host.grants.tellMissed()
    },
    async [Symbol.asyncDispose]() {
      host.timers.cancelAll()
      for (const close of host.closers) close()
      for (const stream of [host.stdin, host.stdout, host.stderr])
        (stream as Partial<Disposable>)[Symbol.dispose]?.()
    },
  }
}
