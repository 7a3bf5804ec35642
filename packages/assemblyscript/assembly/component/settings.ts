// The build replaces this file by what it knows of the guest.

/** True if the guest has functions that are suspended at an `await`. */
export const hasFibers: bool = true

/** True if the world has something that calls can wait for: asynchronous imports, streams, futures. */
export const hasWaiting: bool = true

/** True if the guest may wait with frames on the stack, which takes a host that can suspend them. */
export const hasBlocking: bool = true
