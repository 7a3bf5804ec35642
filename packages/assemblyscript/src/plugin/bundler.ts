/** What this plugin uses of the context that bundlers call the hooks of plugins with. Rollup, Rolldown and Vite have it. */
export interface BundlerContext {
  addWatchFile(file: string): void
  emitFile(file: { readonly type: 'asset'; readonly name: string; readonly source: Uint8Array }): string
  resolve(
    source: string,
    importer: string | undefined,
    options: { readonly skipSelf: boolean },
  ): Promise<{ readonly id: string; readonly external: unknown } | null>
  warn(log: BundlerMessage): void
  error(log: BundlerMessage): never
}

export interface BundlerMessage {
  readonly message: string
  readonly id?: string
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number }
}

/** What this plugin uses of the dev server of Vite. `M` is its kind of modules. */
interface ServerContext<M> {
  readonly environment: { readonly moduleGraph: { getModuleById(id: string): M | undefined } }
}

/** A plugin for Vite, Rolldown and Rollup. */
export interface WeftGuestPlugin {
  readonly name: string
  /** For Vite: before its own plugins. */
  readonly enforce: 'pre'
  /** For Vite, which calls it. */
  configResolved(config: { readonly command: 'build' | 'serve' }): void
  /** For Vite's dev server, which forgets the files of modules that could not be loaded. */
  hotUpdate<M>(
    this: ServerContext<M>,
    update: { readonly file: string; readonly modules: readonly M[] },
  ): M[] | undefined
  resolveId(this: BundlerContext, source: string, importer?: string): Promise<string | undefined>
  load(this: BundlerContext, id: string): Promise<LoadedGuest | undefined>
}

interface LoadedGuest {
  readonly code: string
  readonly map: null
  /** For Rolldown, which would go by the name of the file. */
  readonly moduleType: 'js'
}
