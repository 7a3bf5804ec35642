import type { Command } from 'commander'
import { parseDirectory, parseEnvironment } from '../option-values.js'

/**
 * Adds the options by which guests are granted parts of WASI (`GrantOptions`). With `guests` that may be core modules the
 * texts say what is there for components only.
 */
export function addGrantOptions(command: Command, guests: 'any' | 'components'): Command {
  const [component, onlyFor] = guests === 'any' ? ['a component', ', for components'] : ['the component', '']
  return command
    .option(
      '--env <name=value>',
      'WASI: an environment variable; may be given several times',
      parseEnvironment,
    )
    .option('--inherit-env', 'WASI: the environment variables of this process')
    .option('--dir <host::guest>', 'WASI: a folder; may be given several times', parseDirectory)
    .option(
      '--read-only-dir <host::guest>',
      `WASI: a folder that ${component} cannot change; may be given several times`,
      parseDirectory,
    )
    .option('--inherit-network', `WASI: sockets, name lookup and HTTP requests${onlyFor}`)
}
