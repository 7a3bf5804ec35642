// For editors only: types of what `await` gives. The compiler goes by the method `wait`.
export {}

declare global {
  /** What an async function that returns a `T` gives at once. */
  interface Promise<T> {
    /** The result, once it is `ready`. */
    readonly value: T
    readonly ready: bool
    /** Waits for the result: what `await` does. */
    wait(): T
    /** For editors only. */
    then(done: (value: T) => void): void
  }

  var Promise: PromiseConstructor

  /** For generated code: memory for an object. */
  function __new(sizeBytes: usize, classId: u32): usize

  interface PromiseConstructor {
    readonly prototype: Promise<object>
  }
}

declare module './future' {
  interface Future<T> {
    then(done: (value: T) => void): void
  }
  interface FutureWriter<T> {
    then(done: (isTaken: bool) => void): void
  }
}

declare module './selection' {
  interface Selection {
    then(done: (index: i32) => void): void
  }
  interface Race<T> {
    then(done: (value: T) => void): void
  }
  interface Timeout {
    then(done: (isInTime: bool) => void): void
  }
}

declare module './stream' {
  interface Stream<T> {
    then(done: (hasElements: bool) => void): void
  }
  interface StreamWriter<T> {
    then(done: (isTaken: bool) => void): void
  }
}

declare module './subtask' {
  interface Call<T> {
    then(done: (value: T) => void): void
  }
}
