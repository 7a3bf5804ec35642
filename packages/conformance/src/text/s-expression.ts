import { ScriptError } from './script-error.js'

/** Where a node stands: offsets into the text, the end exclusive. */
interface Place {
  readonly start: number
  readonly end: number
}

/** A word: a keyword, a name, a number. */
interface Atom extends Place {
  readonly kind: 'atom'
  readonly text: string
}

/** A quoted string, with its quotes and escapes as they are written. */
export interface Quoted extends Place {
  readonly kind: 'string'
  readonly text: string
}

export interface List extends Place {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

/** Core specification 6.3: what text is made of once comments and annotations are gone. */
export type Node = Atom | Quoted | List

const space = /[ \t\r\n]+/y
const lineComment = /;;[^\n\r]*/y
const quoted = /"(?:[^"\\\n]|\\.)*"/y
/** A word: printable characters other than space, quotes, comma, semicolon, brackets; `$"…"` is a name. */
const word = /(?:[!#-'*+\--:<-Z\\^-z|~]|"(?:[^"\\\n]|\\.)*")+/y
const lineWithList = /\n(?=\([^;])/g

/** Reads all of a text. Throws `ScriptError` with line and column. */
export function readNodes(text: string): readonly Node[] {
  return new NodeReader(text).all()
}

/**
 * Reads what stands at the top of a text. A node that cannot be read is its error, and reading goes on at the next line
 * that begins with a bracket.
 */
export function readEachNode(text: string): readonly (Node | ScriptError)[] {
  return new NodeReader(text).each()
}

class NodeReader {
  private offset = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  all(): Node[] {
    const nodes = this.nodes()
    if (this.offset < this.text.length) this.fail('a bracket is closed that was not opened')
    return nodes
  }

  each(): (Node | ScriptError)[] {
    const found: (Node | ScriptError)[] = []
    while (this.offset < this.text.length) {
      let start = this.offset
      try {
        this.skipBlanks()
        start = this.offset
        found.push(...this.top())
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error
        found.push(error)
        this.offset = this.nextLineWithList(start)
      }
    }
    return found
  }

  private top(): Node[] {
    if (this.offset >= this.text.length) return []
    if (this.text[this.offset] === ')') this.fail('a bracket is closed that was not opened')
    if (!this.text.startsWith('(@', this.offset)) return [this.node()]
    this.list()
    return []
  }

  private nextLineWithList(offset: number): number {
    lineWithList.lastIndex = offset
    return lineWithList.test(this.text) ? lineWithList.lastIndex : this.text.length
  }

  /** The nodes up to a closing bracket or the end. */
  private nodes(): Node[] {
    const nodes: Node[] = []
    for (;;) {
      this.skipBlanks()
      if (this.offset >= this.text.length || this.text[this.offset] === ')') return nodes
      if (this.text.startsWith('(@', this.offset)) this.list()
      else nodes.push(this.node())
    }
  }

  private node(): Node {
    const start = this.offset
    if (this.text[start] === '(') return this.list()
    const string = this.match(quoted)
    if (string !== undefined) return { kind: 'string', text: string, start, end: this.offset }
    const text = this.match(word) ?? this.reserved()
    return { kind: 'atom', text, start, end: this.offset }
  }

  /** Characters that stand alone in annotations only: `,`, `;`, `[`, `]`, `{`, `}`. */
  private reserved(): string {
    const character = this.text[this.offset] ?? ''
    if (!',;[]{}'.includes(character)) this.fail(`unexpected ${JSON.stringify(character)}`)
    this.offset++
    return character
  }

  private list(): List {
    const start = this.offset++
    const items = this.nodes()
    if (this.text[this.offset] !== ')') this.fail('a bracket is not closed', start)
    this.offset++
    return { kind: 'list', items, start, end: this.offset }
  }

  private skipBlanks(): void {
    for (;;) {
      if (this.match(space) === undefined && this.match(lineComment) === undefined && !this.blockComment())
        return
    }
  }

  /** `(; … ;)`, which nests. */
  private blockComment(): boolean {
    const start = this.offset
    if (!this.text.startsWith('(;', start)) return false
    const marks = /\(;|;\)/g
    marks.lastIndex = start
    let depth = 0
    do {
      const mark = marks.exec(this.text)
      if (mark === null) return this.fail('a comment is not closed', start)
      depth += mark[0] === '(;' ? 1 : -1
    } while (depth > 0)
    this.offset = marks.lastIndex
    return true
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.offset += found.length
    return found
  }

  private fail(message: string, offset = this.offset): never {
    throw new ScriptError(message, this.text, offset)
  }
}
