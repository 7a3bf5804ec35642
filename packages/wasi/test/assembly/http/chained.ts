import { returnHandle } from './gen/exports/wasi-http-handler'
import { handle as forward } from './gen/test-http-chain-http'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'
import { Request } from './gen/wasi-http-types'

/** Passes everything on, in a turn of its own. */
export async function handle(request: Request): Promise<void> {
  await waitFor(1000000)
  returnHandle(await forward(request))
}
