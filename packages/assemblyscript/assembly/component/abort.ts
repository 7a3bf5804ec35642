// Where a guest says why it ended: six u32 that a host can read after the trap (pointers, lengths in UTF-16 code units).

export const abortRecord: usize = memory.data(24, 4)

/** Replaces the compiler's `abort`, in which `throw`, `assert` and run-time checks end. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  if (message !== null) {
    store<usize>(abortRecord, changetype<usize>(message))
    store<u32>(abortRecord, message.length, 4)
  }
  if (file !== null) {
    store<usize>(abortRecord, changetype<usize>(file), 8)
    store<u32>(abortRecord, file.length, 12)
  }
  store<u32>(abortRecord, line, 16)
  store<u32>(abortRecord, column, 20)
  unreachable()
}

/** Ends the guest for a fault that the library found: a place in the library would tell the author nothing. */
export function fail(message: string): void {
  abort(message, null, 0, 0)
}
