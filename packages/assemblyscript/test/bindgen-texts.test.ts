import { expect, test } from 'vitest'
import { generateBindings } from '../src/bindgen/generate-bindings.js'
import { generateGlue } from '../src/bindgen/generate-glue.js'
import { wantedExports } from '../src/bindgen/wanted-exports.js'
import { loadWorldFromText } from '../src/wit/load-world.js'
import type { World } from '../src/wit/world.js'
import { type AsyncStyle, implementWorld } from './bindgen/implement-world.js'

async function load(text: string): Promise<World> {
  return (await loadWorldFromText([{ path: 'w.wit', text: `package a:b@1.0.0; ${text}` }])).world
}

/** What is generated, without the first line, which says that it is. */
async function bindings(wit: string, file: string): Promise<string> {
  return generateBindings(await load(wit))
    .get(file)!
    .replace(/^.*\n/, '')
}

async function glue(wit: string, style: AsyncStyle = 'async'): Promise<string> {
  const world = await load(wit)
  return generateGlue(world, implementWorld(world, style).plan).replace(/^.*\n/, '')
}

test('a function that is imported', async () => {
  expect(
    await bindings('world w { import greet: func(name: string, times: u8) -> string; }', 'w.ts'),
  ).toMatchInlineSnapshot(`
    "import * as $ from '@weft/assemblyscript/assembly/component/generated'

    export function greet(name: string, times: u8): string {
      const $result = $.returnArea
      core$greet($.stringPointer(name), name.length, <i32>times, $result)
      return $.liftString(load<usize>($result), load<u32>($result, 4))
    }

    // @ts-ignore: decorator
    @external('$root', 'greet')
    declare function core$greet(value0: i32, value1: i32, value2: i32, value3: i32): void
    "
  `)
})

test('an async function that is imported', async () => {
  expect(
    await bindings(
      'interface i { fetch: async func(url: string) -> u32; } world w { import i; }',
      'a-b-i.ts',
    ),
  ).toMatchInlineSnapshot(`
    "import { Call } from '@weft/assemblyscript/assembly/component'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'

    export function fetch(url: string): FetchCall {
      const $call = new FetchCall(url)
      $call.begin(core$fetch($.stringPointer(url), url.length, $call.result))
      return $call
    }

    /** A running call of \`fetch\`. */
    export class FetchCall extends Call<u32> {
      constructor(private argument0: string) {
        super(4)
      }

      lift(address: usize): u32 {
        return load<u32>(address)
      }
    }

    // @ts-ignore: decorator
    @external('a:b/i@1.0.0', '[async-lower]fetch')
    declare function core$fetch(value0: i32, value1: i32, value2: i32): i32
    "
  `)
})

test('records, enums and flags', async () => {
  const wit = `interface i {
    /// Where it is.
    record point { x: f64, /// Which kind.
    %type: kind }
    enum kind { a, b-c }
    flags access { read, write }
    type ids = list<u32>;
    f: func(p: point, a: access, i: ids) -> option<kind>;
  } world w { import i; }`
  expect(await bindings(wit, 'a-b-i.ts')).toMatchInlineSnapshot(`
    "import { Some } from '@weft/assemblyscript/assembly/component'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'

    export enum Kind {
      A,
      BC,
    }

    /** Where it is. */
    export class Point {
      constructor(
        public x: f64,
        /** Which kind. */
        public type_: Kind,
      ) {}
    }

    export function load$Point(address: usize): Point {
      return new Point(load<f64>(address), <Kind>load<u8>(address, 8))
    }

    export function store$Point(address: usize, value: Point): void {
      store<f64>(address, value.x)
      store<i8>(address, <i8>value.type_, 8)
    }

    export function loadFlat$Point(address: usize): Point {
      return new Point(load<f64>(address), <Kind>load<u8>(address, 8))
    }

    export function storeFlat$Point(address: usize, value: Point): void {
      store<f64>(address, value.x)
      store<i32>(address, <i32>value.type_, 8)
    }

    export enum Access {
      None = 0,
      Read = 1 << 0,
      Write = 1 << 1,
    }

    export type Ids = Uint32Array

    export function f(p: Point, a: Access, i: Ids): Some<Kind> | null {
      const $result = $.returnArea
      core$f(p.x, <i32>p.type_, <i32>a, $.viewPointer(i), i.length, $result)
      return load$OptionKind($result)
    }

    function load$OptionKind(address: usize): Some<Kind> | null {
      return load<u8>(address) != 0 ? new Some<Kind>(<Kind>load<u8>(address, 1)) : null
    }

    // @ts-ignore: decorator
    @external('a:b/i@1.0.0', 'f')
    declare function core$f(value0: f64, value1: i32, value2: i32, value3: i32, value4: i32, value5: i32): void
    "
  `)
})

test('variants', async () => {
  expect(
    await bindings(
      'interface i { variant shape { none, circle(f32), name(string) } } world w { import i; }',
      'a-b-i.ts',
    ),
  ).toMatchInlineSnapshot(`
    "import * as $ from '@weft/assemblyscript/assembly/component/generated'

    export enum ShapeTag {
      None,
      Circle,
      Name,
    }

    export class Shape {
      private payload0!: f32
      private payload1!: string

      private constructor(readonly tag: ShapeTag) {}

      static none(): Shape {
        return new Shape(ShapeTag.None)
      }

      get isNone(): bool {
        return this.tag == ShapeTag.None
      }

      static circle(value: f32): Shape {
        const made = new Shape(ShapeTag.Circle)
        made.payload0 = value
        return made
      }

      get isCircle(): bool {
        return this.tag == ShapeTag.Circle
      }

      get circle(): f32 {
        if (this.tag != ShapeTag.Circle) $.fail('the Shape is not circle: look at \`tag\` first')
        return this.payload0
      }

      static name(value: string): Shape {
        const made = new Shape(ShapeTag.Name)
        made.payload1 = value
        return made
      }

      get isName(): bool {
        return this.tag == ShapeTag.Name
      }

      get name(): string {
        if (this.tag != ShapeTag.Name) $.fail('the Shape is not name: look at \`tag\` first')
        return this.payload1
      }
    }

    export function load$Shape(address: usize): Shape {
      switch (load<u8>(address)) {
        case 0:
          return Shape.none()
        case 1:
          return Shape.circle(load<f32>(address, 4))
        default:
          return Shape.name($.liftString(load<usize>(address, 4), load<u32>(address, 8)))
      }
    }

    export function store$Shape(address: usize, value: Shape): void {
      store<u8>(address, value.tag)
      switch (value.tag) {
        case 1: {
          const payload = value.circle
          store<f32>(address, payload, 4)
          break
        }
        case 2: {
          const payload = value.name
          store<i32>(address, $.stringPointer(payload), 4)
          store<i32>(address, payload.length, 8)
          break
        }
      }
    }

    export function loadFlat$Shape(address: usize): Shape {
      switch (load<u32>(address)) {
        case 0:
          return Shape.none()
        case 1:
          return Shape.circle(load<f32>(address, 8))
        default:
          return Shape.name($.liftString(load<usize>(address, 8), load<u32>(address, 16)))
      }
    }

    export function storeFlat$Shape(address: usize, value: Shape): void {
      store<u32>(address, value.tag)
      switch (value.tag) {
        case 1: {
          const payload = value.circle
          store<f32>(address, payload, 8)
          break
        }
        case 2: {
          const payload = value.name
          store<i32>(address, $.stringPointer(payload), 8)
          store<i32>(address, payload.length, 16)
          break
        }
      }
    }
    "
  `)
})

test('resources that are imported', async () => {
  const wit =
    'interface i { resource file { constructor(name: string); size: func() -> u64; open: static async func() -> file; } } world w { import i; }'
  expect(await bindings(wit, 'a-b-i.ts')).toMatchInlineSnapshot(`
    "import { keepLent$ } from './lent'
    import { Call, Resource } from '@weft/assemblyscript/assembly/component'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'

    export class File extends Resource {
      constructor(name: string) {
        super(core$File$file($.stringPointer(name), name.length))
      }

      /** For generated code. */
      static fromHandle(handle: i32): File {
        const pointer = __new(offsetof<File>(), idof<File>())
        store<i32>(pointer, handle, offsetof<File>('$handle'))
        store<bool>(pointer, true, offsetof<File>('$held'))
        return changetype<File>(pointer)
      }

      protected $drop(handle: i32): void {
        core$drop$File(handle)
      }

      size(): u64 {
        const $result = core$File$size(this.$lend())
        return <u64>$result
      }

      static open(): FileOpenCall {
        const $call = new FileOpenCall()
        $call.begin(core$File$open($call.result))
        return $call
      }
    }

    export function liftBorrow$File(handle: i32): File {
      const lent = File.fromHandle(handle)
      keepLent$(lent)
      return lent
    }

    // @ts-ignore: decorator
    @external('a:b/i@1.0.0', '[method]file.size')
    declare function core$File$size(value0: i32): i64

    /** A running call of \`open\`. */
    export class FileOpenCall extends Call<File> {
      constructor() {
        super(4)
      }

      lift(address: usize): File {
        return File.fromHandle(load<i32>(address))
      }
    }

    // @ts-ignore: decorator
    @external('a:b/i@1.0.0', '[async-lower][static]file.open')
    declare function core$File$open(value0: i32): i32

    // @ts-ignore: decorator
    @external('a:b/i@1.0.0', '[constructor]file')
    declare function core$File$file(value0: i32, value1: i32): i32

    // @ts-ignore: decorator
    @external('a:b/i@1.0.0', '[resource-drop]file')
    declare function core$drop$File(value0: i32): void
    "
  `)
})

test('a resource that is exported', async () => {
  const wit =
    'interface i { resource counter { constructor(n: u32); add: func(n: u32) -> u32; } } world w { export i; }'
  expect(await bindings(wit, 'exports/a-b-i.ts')).toMatchInlineSnapshot(`
    "import * as $ from '@weft/assemblyscript/assembly/component/generated'

    export abstract class CounterResource extends $.ExportedResource {
      protected $new(): i32 {
        return core$new$CounterResource(<i32>changetype<usize>(this))
      }

      protected $drop(handle: i32): void {
        core$drop$CounterResource(handle)
      }
    }

    export function liftOwn$CounterResource(handle: i32): CounterResource {
      const object = liftBorrow$CounterResource(core$rep$CounterResource(handle))
      object.$receive(handle)
      return object
    }

    export function liftBorrow$CounterResource(pointer: i32): CounterResource {
      return changetype<CounterResource>(<usize>pointer)
    }

    // @ts-ignore: decorator
    @external('[export]a:b/i@1.0.0', '[resource-new]counter')
    declare function core$new$CounterResource(value0: i32): i32

    // @ts-ignore: decorator
    @external('[export]a:b/i@1.0.0', '[resource-rep]counter')
    declare function core$rep$CounterResource(value0: i32): i32

    // @ts-ignore: decorator
    @external('[export]a:b/i@1.0.0', '[resource-drop]counter')
    declare function core$drop$CounterResource(value0: i32): void
    "
  `)
  expect(await glue(wit)).toMatchInlineSnapshot(`
    "import { liftBorrow$CounterResource as $liftBorrow$CounterResource } from './gen/exports/a-b-i'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'
    import { Counter as Own0 } from './class0'

    // @ts-ignore: decorator
    @component('a:b/i@1.0.0#[constructor]counter')
    export function lift$1(core0: i32): i32 {
      $.beforeCall()
      const argument0: u32 = <u32>core0
      const value: Own0 = new Own0(argument0)
      const lowered: i32 = value.$give()
      $.afterCall()
      return lowered
    }

    // @ts-ignore: decorator
    @component('a:b/i@1.0.0#[method]counter.add')
    export function lift$2(core0: i32, core1: i32): i32 {
      $.beforeCall()
      const argument0: Own0 = changetype<Own0>($liftBorrow$CounterResource(core0))
      const argument1: u32 = <u32>core1
      const value: u32 = argument0.add(argument1)
      const lowered: i32 = <i32>value
      $.afterCall()
      return lowered
    }

    // @ts-ignore: decorator
    @component('a:b/i@1.0.0#[dtor]counter')
    export function destruct$1(pointer: i32): void {
      const object = changetype<Own0>(<usize>pointer)
      object.dispose()
      object.$forget()
    }
    "
  `)
})

test('a function that is exported', async () => {
  expect(await glue('world w { export greet: func(name: string) -> string; }')).toMatchInlineSnapshot(`
    "import * as $ from '@weft/assemblyscript/assembly/component/generated'
    import { greet as own0 } from './function0'

    // @ts-ignore: decorator
    @component('greet')
    export function lift$1(core0: i32, core1: i32): i32 {
      $.beforeCall()
      const argument0: string = $.liftString(core0, core1)
      const value: string = own0(argument0)
      const area = $.returnArea
      store<i32>(area, $.stringPointer(value))
      store<i32>(area, value.length, 4)
      return <i32>area
    }

    // @ts-ignore: decorator
    @component('cabi_post_greet')
    export function postReturn$1(core0: i32): void {
      $.afterCall()
    }
    "
  `)
})

const upper =
  'world w { export upper: async func(s: stream<u8>, o: option<u8>) -> result<stream<u8>, string>; }'

test('an async function that is exported', async () => {
  expect(await glue(upper, 'async')).toMatchInlineSnapshot(`
    "import { u8StreamType as $u8StreamType } from './gen/streams'
    import { returnUpper as $returnUpper } from './gen/w'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'
    import { upper as own0 } from './function0'

    class Task$1 extends $.FiberTask {
      constructor(private argument0: $.Stream<u8>, private argument1: $.Some<u8> | null) {
        super()
      }

      run(): void {
        const value: $.Result<$.Stream<u8>, string> = own0(this.argument0, this.argument1)
        $returnUpper(value)
      }
    }

    // @ts-ignore: decorator
    @component('[async-lift]upper')
    export function lift$1(core0: i32, core1: i32, core2: i32): i32 {
      store<i32>($.returnArea, core1, 8)
      store<i32>($.returnArea, core2, 16)
      const task = new Task$1(new $.Stream<u8>(core0, $u8StreamType()), loadFlat$OptionU8($.returnArea + 8))
      return $.Task.start(task, 1)
    }

    // @ts-ignore: decorator
    @component('[callback][async-lift]upper')
    export function callback$(event: i32, handle: i32, payload: i32): i32 {
      return $.deliver(event, handle, payload)
    }

    function loadFlat$OptionU8(address: usize): $.Some<u8> | null {
      return load<u32>(address) != 0 ? new $.Some<u8>(load<u8>(address, 8)) : null
    }
    "
  `)
})

test('an async function that is exported, and blocks', async () => {
  expect(await glue(upper, 'blocking')).toMatchInlineSnapshot(`
    "import { u8StreamType as $u8StreamType } from './gen/streams'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'
    import { upper as own0 } from './function0'

    // @ts-ignore: decorator
    @component('upper')
    export function lift$1(core0: i32, core1: i32, core2: i32): i32 {
      $.beforeCall()
      store<i32>($.returnArea, core1, 8)
      store<i32>($.returnArea, core2, 16)
      const argument0: $.Stream<u8> = new $.Stream<u8>(core0, $u8StreamType())
      const argument1: $.Some<u8> | null = loadFlat$OptionU8($.returnArea + 8)
      const value: $.Result<$.Stream<u8>, string> = own0(argument0, argument1)
      const area = $.returnArea
      store$ResultStreamU8String(area, value)
      return <i32>area
    }

    // @ts-ignore: decorator
    @component('cabi_post_upper')
    export function postReturn$1(core0: i32): void {
      $.afterCall()
    }

    function loadFlat$OptionU8(address: usize): $.Some<u8> | null {
      return load<u32>(address) != 0 ? new $.Some<u8>(load<u8>(address, 8)) : null
    }

    function store$ResultStreamU8String(address: usize, value: $.Result<$.Stream<u8>, string>): void {
      if (value.isOk) {
        store<u8>(address, 0)
        const payload = value.value
        store<i32>(address, payload.take(), 4)
        return
      }
      store<u8>(address, 1)
      const payload = value.error
      store<i32>(address, $.stringPointer(payload), 4)
      store<i32>(address, payload.length, 8)
    }
    "
  `)
})

test('an async function that is exported, as a task', async () => {
  expect(await glue(upper, 'task')).toMatchInlineSnapshot(`
    "import { u8StreamType as $u8StreamType } from './gen/streams'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'
    import { Upper as own0 } from './function0'

    // @ts-ignore: decorator
    @component('[async-lift]upper')
    export function lift$1(core0: i32, core1: i32, core2: i32): i32 {
      store<i32>($.returnArea, core1, 8)
      store<i32>($.returnArea, core2, 16)
      const task = new own0(new $.Stream<u8>(core0, $u8StreamType()), loadFlat$OptionU8($.returnArea + 8))
      return $.Task.start(task, 1)
    }

    // @ts-ignore: decorator
    @component('[callback][async-lift]upper')
    export function callback$(event: i32, handle: i32, payload: i32): i32 {
      return $.deliver(event, handle, payload)
    }

    function loadFlat$OptionU8(address: usize): $.Some<u8> | null {
      return load<u32>(address) != 0 ? new $.Some<u8>(load<u8>(address, 8)) : null
    }
    "
  `)
})

test('what hands a result over', async () => {
  expect(
    await bindings('world w { export run: async func() -> result<u8, string>; }', 'w.ts'),
  ).toMatchInlineSnapshot(`
    "import { Result } from '@weft/assemblyscript/assembly/component'
    import * as $ from '@weft/assemblyscript/assembly/component/generated'

    /** Returns from \`run\`, which may go on. */
    export function returnRun(value: Result<u8, string>): void {
      $.beginReturn(1)
      memory.fill($.returnArea, 0, 24)
      storeFlat$ResultU8String($.returnArea, value)
      core$return$Run(load<i32>($.returnArea), load<i32>($.returnArea, 8), load<i32>($.returnArea, 16))
    }

    function storeFlat$ResultU8String(address: usize, value: Result<u8, string>): void {
      if (value.isOk) {
        store<u32>(address, 0)
        const payload = value.value
        store<i32>(address, <i32>payload, 8)
        return
      }
      store<u32>(address, 1)
      const payload = value.error
      store<i32>(address, $.stringPointer(payload), 8)
      store<i32>(address, payload.length, 16)
    }

    // @ts-ignore: decorator
    @external('[export]$root', '[task-return]run')
    declare function core$return$Run(value0: i32, value1: i32, value2: i32): void
    "
  `)
})

test('files of a world', async () => {
  const world = await load(
    `interface i { f: func(); } world w { import i; export i; import e: interface { g: func(); } }`,
  )
  expect([...generateBindings(world).keys()]).toMatchInlineSnapshot(`
    [
      "w.ts",
      "a-b-i.ts",
      "e.ts",
      "exports/a-b-i.ts",
    ]
  `)
})

test('what authors have to write', async () => {
  const wit = `interface i {
    variant error { none, other(string) }
    resource counter { constructor(n: u32); add: async func(n: u32) -> result<u32, error>; }
    delete: func(c: borrow<counter>, %type: option<u8>) -> error;
  } world w { export i; export run: async func(); }`
  const { functions, resources } = wantedExports(await load(wit))
  const lines = functions.flatMap(({ wit: text, signatures }) => [
    text,
    ...signatures.map((each) => [each.style, each.text, ...(each.members ?? []), ...each.imports]),
  ])
  expect([...resources.map(({ text, imports }) => [text, ...imports]), ...lines]).toMatchInlineSnapshot(`
    [
      [
        "export class Counter extends CounterResource",
        "import { CounterResource } from './bindings/exports/a-b-i'",
      ],
      "delete: func(c: borrow<counter>, type: option<u8>) -> error",
      [
        "sync",
        "export function delete_(c: Counter, type_: Some<u8> | null): Error_",
        "import { Error_ } from './bindings/exports/a-b-i'",
        "import { Some } from '@weft/assemblyscript/assembly/component'",
      ],
      "constructor(n: u32)",
      [
        "sync",
        "constructor(n: u32)",
      ],
      "add: async func(n: u32) -> result<u32, error>",
      [
        "async",
        "async add(n: u32): Promise<Result<u32, Error_>>",
        "import { Error_ } from './bindings/exports/a-b-i'",
        "import { Result } from '@weft/assemblyscript/assembly/component'",
      ],
      [
        "blocking",
        "add(n: u32): Result<u32, Error_>",
        "import { Error_ } from './bindings/exports/a-b-i'",
        "import { Result } from '@weft/assemblyscript/assembly/component'",
      ],
      [
        "blocking-early",
        "add(n: u32): void",
        "import { returnCounterAdd } from './bindings/exports/a-b-i'",
      ],
      [
        "task",
        "export class CounterAdd extends Task",
        "constructor(readonly self: Counter, readonly n: u32) { super() }",
        "resume(): Poll",
        "import { returnCounterAdd } from './bindings/exports/a-b-i'",
        "import { Poll, Task } from '@weft/assemblyscript/assembly/component'",
      ],
      "run: async func()",
      [
        "async",
        "export async function run(): Promise<void>",
      ],
      [
        "blocking",
        "export function run(): void",
      ],
      [
        "blocking-early",
        "export function run(): void",
        "import { returnRun } from './bindings/w'",
      ],
      [
        "task",
        "export class Run extends Task",
        "resume(): Poll",
        "import { returnRun } from './bindings/w'",
        "import { Poll, Task } from '@weft/assemblyscript/assembly/component'",
      ],
    ]
  `)
})

test('names that are taken', async () => {
  const wit = `interface i {
    record error { x: u8 }
    record %string { %import: u8, %constructor: u8, get: u8 }
    resource stream-type { get: func(); drop: func(); delete: func(); }
    load: func(memory: u8, %return: u8, u32-x: u32, %u32: u32) -> error;
    a1-b2: func();
    fetch-call: func();
    fetch: async func(a: string) -> string;
  } world w { import i; }`
  const declarations = (await bindings(wit, 'a-b-i.ts'))
    .split('\n')
    .filter((line) => /^export|^ {2}[a-z_]+\(/.test(line))
  expect(declarations).toMatchInlineSnapshot(`
    [
      "export class Error_ {",
      "  constructor(public x: u8) {}",
      "export function load$Error_(address: usize): Error_ {",
      "export function store$Error_(address: usize, value: Error_): void {",
      "export function loadFlat$Error_(address: usize): Error_ {",
      "export function storeFlat$Error_(address: usize, value: Error_): void {",
      "export class String_ {",
      "  constructor(public import_: u8, public constructor_: u8, public get: u8) {}",
      "export function load$String_(address: usize): String_ {",
      "export function store$String_(address: usize, value: String_): void {",
      "export function loadFlat$String_(address: usize): String_ {",
      "export function storeFlat$String_(address: usize, value: String_): void {",
      "export class StreamType extends Resource {",
      "  get(): void {",
      "  drop_(): void {",
      "  delete_(): void {",
      "export function liftBorrow$StreamType(handle: i32): StreamType {",
      "export function load_(memory_: u8, return_: u8, u32X: u32, u32_: u32): Error_ {",
      "export function a1B2(): void {",
      "export function fetchCall(): void {",
      "export function fetch(a: string): FetchCall {",
      "export class FetchCall extends Call<string> {",
      "  constructor(private argument0: string) {",
      "  lift(address: usize): string {",
    ]
  `)
})
