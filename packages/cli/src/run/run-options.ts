import type { DeviceWish } from '@weft/parallel'
import type { FloatMode } from '@weft/wgsl'
import type { GrantOptions } from '../wasi/grant-options.js'

/** The options of `weft run`. */
export interface RunOptions extends GrantOptions {
  readonly device?: DeviceWish
  readonly float?: FloatMode
  readonly threads?: number
  readonly strict?: true
  readonly memory?: 'isolated' | 'shared'
  readonly deviceNumbers: 'current' | '2021'
  readonly timeout?: number
  readonly invoke?: readonly string[]
  readonly stdin?: true
  /** What the guest has as its first argument; default: the file's name. */
  readonly argv0?: string
  readonly json?: true
  /** The file to write a trace to. */
  readonly trace?: string
}
