import type { DeviceInfo, MaybePromise } from '@weft/backend'
import { assertBytes } from '@weft/core'
import { type DeviceKind, device2021Kinds, deviceKinds } from '@weft/spec'
import type { Module } from '@weft/wasm-binary'
import type { AcceptDevice, DeviceSession, Resolution } from './device-session.js'
import { Guest } from './guest.js'
import {
  compileGuest,
  decodeGuest,
  homesOf,
  hostExportNames,
  importsInterface,
  rewriteGuest,
  visibleGlobals,
} from './guest-module.js'
import { GuestInstance } from './instance.js'
import type { InstancePlan } from './instance-plan.js'
import { createInterfaceFunctions } from './interface-functions.js'
import type { Settings } from './options.js'
import { type RunningGuest, runHere } from './running-guest.js'
import { chooseSuspension, type Suspension } from './suspension.js'
import type { WasiOptions } from './wasi.js'
import { runInWorker } from './worker/guest-in-worker.js'
import { movableImports } from './worker/movable-imports.js'

export interface InstantiateOptions {
  /** For what the guest imports besides the interface and WASI. */
  readonly imports?: WebAssembly.Imports | undefined
  /**
   * An `ImportsModule` that makes such imports where the guest runs: functions in `imports` cannot follow it into a
   * worker. An absolute URL; anything else is a `TypeError`.
   */
  readonly importsUrl?: string | URL | undefined
  /** What a WASI preview 1 guest sees; `false` leaves WASI to `imports`. Default: standard streams, nothing else. */
  readonly wasi?: WasiOptions | false | undefined
  /** Ends a running kernel (errno `cancelled`), on devices that support it. Makes the guest one that waits (`suspension`). */
  readonly signal?: AbortSignal | undefined
}

/** Instantiates a guest on devices of its own, and runs its start function. The guest closes the session. */
export async function instantiateGuest(
  bytes: Uint8Array,
  options: InstantiateOptions,
  settings: Settings,
  session: DeviceSession,
  onDispose: (instance: GuestInstance) => void,
): Promise<GuestInstance> {
  try {
    return await instantiateOn(session, bytes, options, settings, onDispose)
  } catch (error) {
    await session.close()
    throw error
  }
}

async function instantiateOn(
  session: DeviceSession,
  bytes: Uint8Array,
  options: InstantiateOptions,
  settings: Settings,
  onDispose: (instance: GuestInstance) => void,
): Promise<GuestInstance> {
  assertBytes('module', bytes)
  const module = decodeGuest(bytes)
  const devices = new GuestDevices(module, settings, session)
  const suspension = chooseSuspension(settings.suspension, devices.whyItWaits(options.signal))
  const homes = homesOf(module, settings.memory)
  const guest = new Guest({
    settings,
    module,
    homes,
    resolve: await devices.resolver(suspension),
    suspends: suspension !== 'none',
    signal: options.signal,
  })
  const rewritten = rewriteGuest(module, homes !== 'device' || suspension === 'worker')
  const running = await run(guest, rewritten, options, settings, suspension)
  guest.attach(running.internals, running.memory)
  const instance = new GuestInstance(guest, running, suspension, session, onDispose)
  try {
    await initialise(instance, running.exports)
    return instance
  } catch (error) {
    await instance[Symbol.asyncDispose]()
    throw error
  }
}

async function run(
  guest: Guest,
  module: Module,
  options: InstantiateOptions,
  settings: Settings,
  suspension: Suspension,
): Promise<RunningGuest> {
  const { imports = {}, importsUrl, wasi = {} } = options
  const functions = createInterfaceFunctions(guest)
  const plan: InstancePlan = {
    compiled: await compileGuest(module),
    // What code and data there is, is compiled already: a worker needs no copy.
    module: { ...module, code: [], data: [], elements: [], customs: [] },
    imports: suspension === 'worker' ? movableImports(module, imports) : imports,
    importsUrl: importsUrl === undefined ? undefined : absoluteUrl(importsUrl),
    wasi,
  }
  if (suspension !== 'worker') return runHere(plan, functions, suspension === 'jspi')
  const globals = importsInterface(module, 'parallel_for') ? visibleGlobals(guest.plan.module) : []
  return runInWorker(plan, functions, globals, settings.startGuestThread)
}

/** Relative to what, differs between here and a worker. */
function absoluteUrl(url: string | URL): string {
  if (URL.canParse(url)) return String(url)
  throw new TypeError(`importsUrl must be an absolute URL, not "${url}"`)
}

/** Runs the start function, and that of a WASI reactor, which has no `_start`. */
async function initialise(instance: GuestInstance, exports: WebAssembly.Exports): Promise<void> {
  await instance.callHostExport(hostExportNames.start)
  if (!('_start' in exports)) await instance.callHostExport('_initialize')
}

/** What the hints of one guest lead to. */
class GuestDevices {
  private readonly kinds: readonly DeviceKind[]
  private readonly session: DeviceSession
  private readonly accept: AcceptDevice

  constructor(module: Module, settings: Settings, session: DeviceSession) {
    const kinds = settings.deviceNumbers === '2021' ? device2021Kinds : deviceKinds
    this.kinds = importsInterface(module) ? kinds : []
    this.session = session
    this.accept = (info) =>
      info.supportsSharedMemory === true ? undefined : whyShared(info, module, settings)
  }

  /** Why calls of the guest may have to wait for a promise. */
  whyItWaits(signal: AbortSignal | undefined): string | undefined {
    if (signal !== undefined) return 'a signal was given'
    for (const kind of this.kinds) {
      const waiting = this.session
        .candidates(kind, this.accept)
        .find(({ supportsSynchronousCalls }) => supportsSynchronousCalls !== true)
      if (waiting !== undefined) return `the device ${waiting.name} answers with promises`
    }
    return undefined
  }

  /** Opens everything now for a guest that cannot wait, and for any other what it asks for, when it does. */
  async resolver(suspension: Suspension): Promise<(hint: DeviceKind) => MaybePromise<Resolution>> {
    const { session, accept } = this
    if (suspension !== 'none') return (hint) => session.resolve(hint, accept)
    const resolve = async (kind: DeviceKind) => [kind, await session.resolve(kind, accept)] as const
    const resolutions = new Map(await Promise.all(this.kinds.map(resolve)))
    return (hint) => resolutions.get(hint)!
  }
}

/** Why kernels must run on the guest's memory, which the device cannot. */
function whyShared(info: DeviceInfo, module: Module, { memory }: Settings): string | undefined {
  const cannot = `${info.name} cannot run on the guest's memory`
  if (memory === 'shared') return `${cannot}, and the host asks for that (memory: shared)`
  const seesResults = homesOf(module, memory) === 'device' || importsInterface(module, 'read_buffer')
  return seesResults
    ? undefined
    : `${cannot}, and the guest imports no read_buffer to get results from elsewhere`
}
