/** What a URL gives. What goes wrong is thrown with a `payload`, which the guest gets as the err of its result. */
export async function fetchFromNetwork(url: string): Promise<Uint8Array> {
  let response: Response
  try {
    response = await fetch(url)
  } catch (error) {
    throw failure(`${url} cannot be reached: ${reasonOf(error)}`)
  }
  if (!response.ok) throw failure(`${url} answers ${response.status}`)
  try {
    return await response.bytes()
  } catch (error) {
    throw failure(`${url} ended early: ${reasonOf(error)}`)
  }
}

function failure(payload: string): Error {
  return Object.assign(new TypeError(payload), { payload })
}

/** `fetch` says why only in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error ? cause.message : message
}
