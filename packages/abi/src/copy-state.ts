/** What an end of a stream or future is doing or has done. Specification: Stream State. */
export const CopyState = { IDLE: 1, COPYING: 2, CANCELLING_COPY: 3, DONE: 4 } as const
export type CopyState = (typeof CopyState)[keyof typeof CopyState]
