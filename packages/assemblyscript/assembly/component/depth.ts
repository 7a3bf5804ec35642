// How many calls of the component are on stacks, suspended ones of blocking functions among them: garbage is collected
// when there is none.
let depth: i32 = 0

@inline
export function enter(): void {
  depth++
}

/** True if no other call is on a stack. */
@inline
export function leave(): bool {
  return --depth == 0
}
