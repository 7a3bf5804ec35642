import { WeftError } from '@weft/core'
import autocannon from 'autocannon'

/** Requests per second of so many over ten connections. Throws `WeftError` (`wrong-result`) if one fails. */
export async function measureRate(url: string, requests: number): Promise<number> {
  const result = await autocannon({ url, connections: 10, amount: requests, sampleInt: 10 })
  const bad = result.errors + result.timeouts + result.non2xx
  if (bad > 0)
    throw new WeftError('wrong-result', `${bad} of ${result.requests.total} requests to ${url} failed`)
  return result.requests.total / result.duration
}
