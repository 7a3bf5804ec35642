/** Ends the guest. The host has no `env.abort`, so a guest needs no import for it. */
export function abort(message: string | null, fileName: string | null, line: u32, column: u32): void {
  unreachable()
}
