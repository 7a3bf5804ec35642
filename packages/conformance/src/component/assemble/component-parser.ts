import { WeftError } from '@weft/core'
import { decodeRefusal, type ParserRefusal } from './parser-refusal.js'
import { withoutCancellable } from './without-cancellable.js'

/** The text parser of components is not installed. */
export class ParserMissingError extends WeftError {
  constructor(cause: unknown) {
    super(
      'parser-missing',
      'the text of components is read by jco, which is not installed: npm install --save-dev @bytecodealliance/jco-transpile',
      { cause },
    )
  }
}

/** Translates component text to its binary. */
export class ComponentParser {
  private readonly parse: (text: string) => Promise<Uint8Array>

  private constructor(parse: (text: string) => Promise<Uint8Array>) {
    this.parse = parse
  }

  /** Throws `ParserMissingError`. */
  static async load(): Promise<ComponentParser> {
    try {
      const { parse } = await import('@bytecodealliance/jco-transpile/wasm-tools')
      return new ComponentParser(parse)
    } catch (error) {
      throw new ParserMissingError(error)
    }
  }

  async assemble(text: string): Promise<{ readonly bytes: Uint8Array } | ParserRefusal> {
    const bytes = await this.tryParse(text)
    if (!('refusal' in bytes) || !bytes.refusal.includes('`cancellable`')) return bytes
    return (await withoutCancellable(text, (each) => this.tryParse(each))) ?? bytes
  }

  private async tryParse(text: string): Promise<{ readonly bytes: Uint8Array } | ParserRefusal> {
    try {
      return { bytes: await this.parse(text) }
    } catch (error) {
      return decodeRefusal(error)
    }
  }
}
