import { componentWit, print } from '@bytecodealliance/jco-transpile/wasm-tools'
import { expect, test } from 'vitest'
import { examples } from '../src/examples.js'
import { exampleNamed } from './example-named.js'

/** What wasm-tools says that each component has: the world of its WIT, whose name is lost. */
const worlds: Readonly<Record<string, string>> = {
  greeter: 'export example:greeter/greetings;',
  counter: `import wasi:clocks/types@0.3.0;
    import wasi:clocks/monotonic-clock@0.3.0;
    export example:counter/counters;`,
  filter: 'export rot13: async func(source: stream<u8>) -> stream<u8>;',
  'fan-out': `import wasi:clocks/types@0.3.0;
    import wasi:clocks/monotonic-clock@0.3.0;
    use wasi:clocks/types@0.3.0.{duration};
    variant problem { no-urls, timed-out, all-failed(string), }
    import fetch: async func(url: string) -> result<string, string>;
    export fastest: async func(urls: list<string>, limit: duration) -> result<string, problem>;
    export first-good: async func(urls: list<string>, limit: duration) -> result<string, problem>;
    export all: async func(urls: list<string>, at-once: u32) -> list<result<string, string>>;`,
  'early-return': `import save: async func(entry: string) -> bool;
    import report: func(saved: u32, failed: u32);
    export submit: async func(entries: list<string>) -> result<u32, string>;`,
  'upper-proxy': `import wasi:http/types@0.3.0;
    import wasi:http/handler@0.3.0;
    export wasi:http/handler@0.3.0;`,
}

test.for(examples)('$name in style $style has its world, and wasm-tools reads it', async ({ name, file }) => {
  const wasm = await exampleNamed(name, file)
  const [, world] = /world root \{(.*?)\n\}/s.exec(await componentWit(wasm))!
  expect(inOneLine(world!)).toBe(inOneLine(worlds[name]!))
  expect(await print(wasm)).toMatch(/^\(component/)
})

function inOneLine(wit: string): string {
  return wit.replace(/\s+/g, ' ').trim()
}
