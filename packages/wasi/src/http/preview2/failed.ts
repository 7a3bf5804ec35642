/** The err of a `result` without payloads. */
export const failed = { tag: 'err' } as const
