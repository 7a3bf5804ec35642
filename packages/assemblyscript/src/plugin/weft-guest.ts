import type { GuestSettings } from '../compiler-options.js'
import type { BuiltComponent } from '../component-build/build-component.js'
import type { BundlerContext, WeftGuestPlugin } from './bundler.js'
import { type GuestRequest, parseGuestRequest } from './guest-request.js'
import { filesOfFailure, reportFailure } from './report-failure.js'

/** How guests are built. What is left out is as for `buildComponent`. */
export interface WeftGuestOptions extends GuestSettings {
  /** Default: true in Vite's dev server, else false. */
  readonly debug?: boolean | undefined
  /** A WIT file or folder for all guests. Default: the folder `wit` beside a guest or its folder. */
  readonly wit?: string | undefined
  /** The world of guests whose import names none. */
  readonly world?: string | undefined
  /** The folder of the bindings, relative to a guest's. */
  readonly bindings?: string | undefined
}

/**
 * A plugin for Vite, Rolldown and Rollup that builds components from AssemblyScript. `import url from
 * './guest.ts?component'` gives the address of the component, `?component&bytes` its bytes; `&world=name` chooses a
 * world. Guests are built again when their sources or WIT change.
 */
export function weftGuest(options: WeftGuestOptions = {}): WeftGuestPlugin {
  // The files of each guest; where its last build failed, those of the build before and those with mistakes.
  const inputs = new Map<string, ReadonlySet<string>>()
  let serves = false
  return {
    name: 'weft-guest',
    enforce: 'pre',
    configResolved({ command }) {
      serves = command === 'serve'
    },
    hotUpdate({ file, modules }) {
      const ids = [...inputs].flatMap(([id, files]) => (files.has(file) ? [id] : []))
      const more = ids.flatMap((id) => this.environment.moduleGraph.getModuleById(id) ?? [])
      return more.length === 0 ? undefined : [...new Set([...modules, ...more])]
    },
    async resolveId(source, importer) {
      const request = parseGuestRequest(source)
      if (request === undefined) return undefined
      const resolved = await this.resolve(request.file, importer, { skipSelf: true })
      if (resolved === null || resolved.external) return undefined
      return resolved.id.replace(/\?.*$/, '') + request.query
    },
    async load(id) {
      const request = parseGuestRequest(id)
      if (request === undefined) return undefined
      const watch = (files: Iterable<string>) => {
        const all = new Set([request.file, ...files])
        inputs.set(id, all)
        for (const file of all) this.addWatchFile(file)
      }
      const built = await build(request, { debug: serves, ...options }).catch((error: unknown) => {
        watch([...(inputs.get(id) ?? []), ...filesOfFailure(error)])
        return reportFailure(this, id, error)
      })
      watch(built.inputs)
      for (const { text } of built.warnings) this.warn({ message: text, id })
      return { code: moduleOf(this, built.wasm, request, serves), map: null, moduleType: 'js' }
    },
  }
}

async function build({ file, world }: GuestRequest, options: WeftGuestOptions): Promise<BuiltComponent> {
  // Loaded on use: the compiler takes half a second to load.
  const { buildComponent } = await import('../component-build/build-component.js')
  return buildComponent({ ...options, entry: file, world: world ?? options.world })
}

/** JavaScript whose default export is what was asked for. */
function moduleOf(
  context: BundlerContext,
  wasm: Uint8Array,
  { file, wantsBytes }: GuestRequest,
  serves: boolean,
): string {
  const base64 = () => Buffer.from(wasm).toString('base64')
  if (wantsBytes) return `export default Uint8Array.from(atob('${base64()}'), (c) => c.charCodeAt(0))\n`
  // A dev server has no assets of plugins.
  if (serves) return `export default 'data:application/wasm;base64,${base64()}'\n`
  const name = `${file.slice(file.lastIndexOf('/') + 1, -'.ts'.length)}.wasm`
  const reference = context.emitFile({ type: 'asset', name, source: wasm })
  return `export default import.meta.ROLLUP_FILE_URL_${reference}\n`
}
