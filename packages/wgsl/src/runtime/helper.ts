/**
 * A piece of WGSL that shaders get when they use it: a function, or functions and types that belong together. It may
 * call those it `needs`, and `trap(site: u32, cause: u32)` and `trap_if(condition: bool,
 * site: u32, cause: u32)`, which every shader has: whatever it gives then, nothing is stored any more. Its name is that of the function to call; where an
 * instruction has one of its own, it is called like the instruction: `i64_mul`, `f64_add`, `i8x16_add_sat_s`.
 */
export interface Helper {
  readonly code: string
  readonly needs?: readonly string[]
}

export type Helpers = Readonly<Record<string, Helper>>
