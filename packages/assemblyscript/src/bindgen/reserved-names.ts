const keywords =
  'abstract as async await break case catch class const constructor continue debugger declare default delete do else ' +
  'enum export extends false finally for function if implements import in instanceof interface is keyof let module ' +
  'namespace new null of override package private protected public readonly return static super switch this throw true ' +
  'try type typeof var void while with yield'

const valueTypes =
  'bool boolean i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 v128 string number char anyref externref funcref'

/** Built-in functions and namespaces that generated code calls. */
const builtins =
  'alignof assert changetype heap idof instantiate isize load memory nameof offsetof sizeof store table trace ' +
  'unchecked unreachable arguments eval globalThis undefined console Infinity NaN'

const globalTypes =
  'Array ArrayBuffer ArrayBufferView Atomics BigInt Boolean DataView Date Error EvalError Function JSON Map Math Mathf ' +
  'Number Object RangeError ReferenceError Reflect RegExp Set StaticArray String Symbol SyntaxError TypeError URIError ' +
  'I8 I16 I32 I64 U8 U16 U32 U64 F32 F64 Bool Isize Usize V128 Uint8Array Uint8ClampedArray Uint16Array Uint32Array ' +
  'Uint64Array Int8Array Int16Array Int32Array Int64Array Float32Array Float64Array'

/** What `@weft/assemblyscript/assembly/component` exports, and globals of it. */
const libraryNames =
  'Awaitable Call Chunk ErrorContext Future FuturePair FutureWriter Poll Promise Race Resource Result Selection Some ' +
  'Stream StreamPair StreamWriter Subtask Task Timeout Unit VoidCall VoidPromise backpressure race select timeout yieldNow'

const tuples = Array.from({ length: 16 }, (_, index) => `Tuple${index + 1}`)

function words(text: string): string[] {
  return text.split(' ')
}

/** Names that no member of a class may have: the parser, or a reader, takes them for something else. */
export const reservedMembers: ReadonlySet<string> = new Set(words(keywords))

/** Names that nothing that stands in a file by itself, or is a parameter, may have. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...words(keywords),
  ...words(valueTypes),
  ...words(builtins),
  ...words(globalTypes),
  ...words(libraryNames),
  ...tuples,
])

/** Members of the library's class `Resource`. */
export const importedResourceMembers: readonly string[] = words('drop')

/** Members of the library's class `ExportedResource`. */
export const exportedResourceMembers: readonly string[] = words('drop dispose')
