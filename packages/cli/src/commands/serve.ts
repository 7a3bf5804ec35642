import { type Command, Option } from 'commander'
import { parseMilliseconds, traceOption } from '../option-values.js'
import { parseAddress, parseAmount, parseBytes } from '../serve/option-values.js'
import type { ServeCommandOptions } from '../serve/serve-command-options.js'
import { addGrantOptions } from '../wasi/add-grant-options.js'

const examples = `
Examples:
  weft serve service.wasm                                      on http://127.0.0.1:8080/
  weft serve service.wasm --addr 0.0.0.0:80 --env MODE=public  for other machines
  weft serve proxy.wasm --upstream http://127.0.0.1:3000       middleware in front of a server
  weft serve proxy.wasm --inherit-network                      it may make requests wherever it likes
  weft serve service.wasm --max-body 10M --timeout 5000        limits: 413 and 504

Bodies stream both ways. SIGINT and SIGTERM let requests end (--grace); a second one ends at once, with exit code 130.
Nothing is granted that is not asked for. What the component writes to its standard streams goes to this terminal.`

/** Adds `weft serve`. */
export function addServeCommand(program: Command, setExitCode: (code: number) => void): void {
  const serve = program
    .command('serve')
    .argument(
      '<component>',
      'a component of the world wasi:http/service or middleware, WASI 0.3, or proxy, 0.2',
    )
    .summary('serve a component by HTTP')
    .description('Serve a component that exports wasi:http/handler, or incoming-handler of WASI 0.2.')
    .addOption(
      new Option('--addr <host:port>', 'where to listen; port 0 is any that is free')
        .argParser(parseAddress)
        .default({ host: '127.0.0.1', port: 8080 }, '127.0.0.1:8080')
        .env('PORT'),
    )
    .option('--upstream <url>', 'what middleware calls: a server, such as http://127.0.0.1:3000')
  addGrantOptions(serve, 'components')
    .option('--timeout <ms>', 'until the component answers, or 504 (default: 60000)', parseMilliseconds)
    .option(
      '--receive-timeout <ms>',
      'until a request is there as a whole, or 408 (default: 300000)',
      parseMilliseconds,
    )
    .option(
      '--stall-timeout <ms>',
      'that a client may take nothing of its response (default: 30000)',
      parseMilliseconds,
    )
    .option('--max-requests <n>', 'requests at once, more get 503 (default: 1000)', parseAmount)
    .option('--max-body <bytes>', 'of a request, more is 413: 1000, 64k, 10M (default: no limit)', parseBytes)
    .option('--max-headers <bytes>', 'of a request, more is 431 (default: 16k)', parseBytes)
    .option('--max-instances <n>', 'instances of the component (default: 32)', parseAmount)
    .option(
      '--requests-per-instance <n>',
      'requests at once in one instance, before there is another (default: 16)',
      parseAmount,
    )
    .option(
      '--max-reuse <n>',
      'requests to an instance before it is replaced (default: no limit; 1 for WASI 0.2)',
      parseAmount,
    )
    .option('--grace <ms>', 'that requests have to end after SIGINT (default: 10000)', parseMilliseconds)
    .addOption(traceOption())
    .addHelpText('after', examples)
    .action(async (path: string, options: ServeCommandOptions) => {
      // Loaded on use: other commands start without it.
      const { runServer } = await import('../serve/run-server.js')
      setExitCode(await runServer(path, options))
    })
}
