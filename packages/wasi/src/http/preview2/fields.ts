import { Fields } from '../fields.js'
import type { HeaderError } from '../http-types.js'

type Failure = { readonly tag: 'err'; readonly val: HeaderError }

const invalid: Failure = { tag: 'err', val: { tag: 'invalid-syntax' } }

/** The resource `wasi:http/types#fields` of WASI 0.2. */
export class Fields2 extends Fields {
  static override fromList(list: Parameters<typeof Fields.fromList>[0]): Fields2 | Failure {
    const fields = Fields.fromList(list)
    return fields instanceof Fields ? fields.cloneAs(Fields2) : withoutSize(fields)
  }

  /** Fields of a message, which nobody can change. */
  static frozen(fields: Fields): Fields2 {
    return fields.cloneAs(Fields2).freeze()
  }

  override set(name: string, values: readonly Uint8Array[]): ReturnType<Fields['set']> {
    return withoutSize(super.set(name, values))
  }

  override append(name: string, value: Uint8Array): ReturnType<Fields['append']> {
    return withoutSize(super.append(name, value))
  }

  entries(): [string, Uint8Array][] {
    return this.copyAll()
  }

  override clone(): Fields2 {
    return this.cloneAs(Fields2)
  }
}

/** `header-error` of 0.2 has no `size-exceeded`. */
function withoutSize<Result extends Failure | undefined>(result: Result): Result | Failure {
  return result?.val.tag === 'size-exceeded' ? invalid : result
}
