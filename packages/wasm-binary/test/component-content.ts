/** A component without what says where things lie. */
export function content(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each) => {
      if (key === 'offset' || key === 'byteLength') return undefined
      if (typeof each === 'bigint') return `${each}n`
      return each instanceof Uint8Array ? Buffer.from(each).toString('base64') : each
    }),
  )
}
