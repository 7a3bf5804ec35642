import type { Component } from '@weft/component'
import { assembleWasi, type Wasi } from '../create-wasi.js'
import { createHost } from './create-host.js'
import { nodeProviders } from './node-providers.js'
import type { WasiOptions } from './wasi-options.js'

/**
 * What `component` imports of WASI 0.3 and 0.2, for one instance of it. Only the interfaces that it imports are loaded.
 * Rejects with `TypeError` for a folder that is not there.
 */
export async function createWasi(
  component: Pick<Component, 'imports'>,
  options: WasiOptions = {},
): Promise<Wasi> {
  return assembleWasi(component, createHost(options), nodeProviders(options))
}
