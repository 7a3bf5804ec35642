/** A kernel parameter of this type receives the number of the iteration. */
export type Iteration = i32
/** A kernel parameter of this type receives the number of iterations of the call. */
export type Iterations = i32
/** A kernel parameter of this type receives the block size of the call. */
export type BlockSize = i32

/** A buffer as a kernel reads it. The reference is the address of element 0; indices are not checked. */
@unmanaged
export class Input<T> {
  [key: number]: T

  @inline @operator('[]')
  get(index: i32): T {
    return load<T>(this.pointer(index))
  }

  /** Address of an element. */
  @inline
  pointer(index: i32): usize {
    return changetype<usize>(this) + (<usize>index << alignof<T>())
  }
}

/** A buffer as a kernel writes and reads it. */
@unmanaged
export class Output<T> extends Input<T> {
  [key: number]: T

  // The compiler takes the type of `[]` from the class that has `[]=`.
  @inline @operator('[]')
  getOwn(index: i32): T {
    return load<T>(this.pointer(index))
  }

  @inline @operator('[]=')
  set(index: i32, value: T): void {
    store<T>(this.pointer(index), value)
  }
}
