/** The err of a result that a function of a guest throws: Weft throws an error that carries it, jco throws it bare. */
export async function errOf(call: () => unknown): Promise<unknown> {
  let value: unknown
  try {
    value = await call()
  } catch (error) {
    if (!(error instanceof Error)) return error
    if ('payload' in error) return error.payload
    throw error
  }
  throw new Error(`nothing was thrown; the call returned ${JSON.stringify(value)}`)
}
