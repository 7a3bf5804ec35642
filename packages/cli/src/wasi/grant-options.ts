import type { Denial, WasiOptions } from '@weft/wasi/command'
import colors from 'picocolors'

/** The options of a command by which a component is granted parts of WASI. */
export interface GrantOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly inheritEnv?: true
  readonly dir?: Readonly<Record<string, string>>
  readonly readOnlyDir?: Readonly<Record<string, string>>
  readonly inheritNetwork?: true
}

/** What a command grants a component. Its output goes to that of this process. */
export function grantsOf(options: GrantOptions): WasiOptions {
  const { env, inheritEnv, inheritNetwork, dir, readOnlyDir } = options
  return {
    env,
    inheritEnv,
    network: inheritNetwork,
    dirs: [...foldersOf(dir, false), ...foldersOf(readOnlyDir, true)],
    stdout: 'inherit',
    stderr: 'inherit',
  }
}

function foldersOf(folders: GrantOptions['dir'] = {}, readOnly: boolean): NonNullable<WasiOptions['dirs']> {
  return Object.entries(folders).map(([guestPath, hostPath]) => ({ hostPath, guestPath, readOnly }))
}

/** The options that grant what was denied. */
export const grantedBy: Readonly<Record<Denial['capability'], string>> = {
  stdin: '--stdin',
  dirs: '--dir HOST::GUEST',
  write: '--dir in place of --read-only-dir',
  network: '--inherit-network',
}

/** Says on stderr what a guest was denied, and which option grants it, if one does. */
export function tellDenied({ message }: Denial, grant: string | undefined): void {
  const hint = grant === undefined ? '' : ` (${grant} grants it)`
  process.stderr.write(`${colors.yellow('denied:')} ${message}${hint}\n`)
}
