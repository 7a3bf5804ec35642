import { WeftError } from '@weft/core'

/** A guest gave the host of the test suite what it must not. It ends the guest's call, and so the assertion. */
class SuiteHostError extends WeftError {
  constructor(message: string) {
    super('suite-host', message)
  }
}

/** `(module (func (export "f") (result i32) (i32.const 101)) (global (export "g") i32 (i32.const 100)))` */
const simpleModule = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f, 0x03, 0x02],
  ...[0x01, 0x00, 0x06, 0x07, 0x01, 0x7f, 0x00, 0x41, 0xe4, 0x00, 0x0b, 0x07, 0x09, 0x02, 0x01, 0x66, 0x00],
  ...[0x00, 0x01, 0x67, 0x03, 0x00, 0x0a, 0x07, 0x01, 0x05, 0x00, 0x41, 0xe5, 0x00, 0x0b],
)

/**
 * The imports that every component of a script finds without defining them: those of Wasmtime's runner for component
 * scripts. They have state, so each script has its own.
 */
export function createSuiteHost(): Readonly<Record<string, unknown>> {
  const neverReturn = () => new Promise<never>(() => {})
  const resource1 = createResource1(neverReturn)
  return {
    hostReturnTwo: () => 2,
    hostEchoU32: async (value: number) => value,
    host: {
      returnThree: () => 3,
      returnHi: () => 'hi',
      neverReturn,
      returnTwoSlowly: () => slowly(2),
      echoSlowly: slowly,
      nested: { returnFour: () => 4 },
      simpleModule: new WebAssembly.Module(simpleModule),
      Resource1: resource1,
      Resource1Again: resource1,
      Resource2: class Resource2 {},
    },
    wasmtime: {
      /** Engines collect garbage when they like. */
      gc: () => {},
      /** A limit of Wasmtime's own tables, which here do not grow without it either. */
      setMaxTableCapacity: () => {},
    },
  }
}

function createResource1(neverReturn: () => Promise<never>) {
  let drops = 0
  let lastDrop = 0
  return class Resource1 implements Disposable {
    readonly rep: number

    constructor(rep: number) {
      this.rep = rep
    }

    static assert({ rep }: Resource1, expected: number): void {
      assertSame(rep, expected)
    }

    static lastDrop(): number {
      return lastDrop
    }

    static drops(): number {
      return drops
    }

    simple(expected: number): void {
      assertSame(this.rep, expected)
    }

    takeBorrow(_other: Resource1): void {}

    takeOwn(_other: Resource1): void {}

    neverReturn(): Promise<never> {
      return neverReturn()
    }

    [Symbol.dispose](): void {
      drops++
      lastDrop = this.rep
    }
  }
}

function assertSame(actual: number, expected: number): void {
  if (actual !== expected) throw new SuiteHostError(`a resource of ${actual} was given for ${expected}`)
}

/** Not at once, but as soon as the guest lets the host go on. */
async function slowly(value: number): Promise<number> {
  await null
  return value
}
