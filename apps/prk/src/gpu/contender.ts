/** Something that runs a kernel on data of its own, again and again. */
export interface Contender extends AsyncDisposable {
  /** Runs it once. Answers with the milliseconds of the kernel by the GPU's own clock, where that is taken. */
  run(): Promise<number | undefined>
  /** What the kernel wrote. */
  result(): Promise<Uint8Array>
}
