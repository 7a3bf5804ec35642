/**
 * Marks a top-level function as a kernel. TypeScript has no decorators on functions, so editors want
 * `// @ts-ignore: decorator` above it; the compiler does not.
 */
declare function kernel(...parameters: any[]): any

interface Function {
  /**
   * Of a kernel: runs it for `iterations` iterations. Behind them come, in the kernel's order, a `Buffer` for each
   * Input and Output and a value for each number, and at last, if not 1, the block size. Aborts where the call fails.
   */
  run(device: import('@weft/assemblyscript/assembly').Device, iterations: i32, ...rest: any[]): void
  /** The same, but returns the errno. */
  tryRun(device: import('@weft/assemblyscript/assembly').Device, iterations: i32, ...rest: any[]): i32
}
