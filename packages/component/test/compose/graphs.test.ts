import { describe, expect, it } from 'vitest'
import {
  type CompositionGraph,
  chainGraph,
  drawPlan,
  parseGraph,
  planComposition,
  plugGraph,
} from '../../src/compose.js'
import type { Component } from '../../src/index.js'
import { compileAll } from './both-ways.js'
import { adder } from './pieces.js'

const calc = (name: string) => `test:calc/${name}@0.3.0`

const parts = await compileAll({
  leaf: adder({ constant: 1, exports: ['leaf'] }),
  middle: adder({ constant: 1, imports: ['leaf', 'clock'], exports: ['middle', 'other'] }),
  top: adder({ constant: 1, imports: ['middle', 'other', 'leaf'], exports: ['top'] }),
  step: adder({ constant: 1, imports: ['step'], exports: ['step'] }),
  old: adder({ constant: 1, imports: ['clock'], exports: ['old'] }).replaceAll('@0.3.0', '@0.3.1-rc.2'),
})

const tree: CompositionGraph = {
  instances: {
    top: {
      component: parts.top,
      imports: {
        [calc('middle')]: { instance: 'middle' },
        'test:calc/other@0.3.7': { instance: 'middle' },
        [calc('leaf')]: { instance: 'leaf' },
      },
    },
    middle: { component: parts.middle, imports: { [calc('leaf')]: { instance: 'leaf' } } },
    leaf: { component: parts.leaf },
  },
  exports: 'top',
}

function changed(instance: string, imports: NonNullable<CompositionGraph['instances'][string]['imports']>) {
  const { component } = tree.instances[instance]!
  return { ...tree, instances: { ...tree.instances, [instance]: { component, imports } } }
}

describe('a plan', () => {
  it('has instances behind those that they import from, and a source of every import', () => {
    const plan = planComposition(tree)
    expect(plan.instances.map(({ name }) => name)).toEqual(['leaf', 'middle', 'top'])
    expect(Object.fromEntries(plan.instances[1]!.imports)).toEqual({
      [calc('leaf')]: { kind: 'instance', instance: 'leaf', export: calc('leaf') },
      [calc('clock')]: { kind: 'import', import: calc('clock') },
    })
    expect(plan.imports).toEqual([calc('clock')])
    expect(Object.fromEntries(plan.exports)).toEqual({
      [calc('top')]: { instance: 'top', export: calc('top') },
    })
  })

  it('imports the newest of compatible versions', () => {
    const { imports } = planComposition({
      instances: {
        old: { component: parts.old, imports: { 'test:calc/clock': { import: 'test:calc/clock@0.3.0' } } },
        middle: { component: parts.middle },
        newer: { component: parts.old },
      },
      exports: {},
    })
    expect(imports).toEqual(['test:calc/clock@0.3.1-rc.2', calc('leaf')])
  })

  it.each<readonly [string, CompositionGraph, string, string, string]>([
    [
      'instance',
      changed('middle', { [calc('leaf')]: { instance: 'leave' } }),
      'unknown-instance',
      `instances.middle.imports["${calc('leaf')}"]`,
      'there is no instance leave, there is top, middle, leaf',
    ],
    [
      'import',
      changed('middle', { 'test:calc/leaf@0.4.0': { instance: 'leaf' } }),
      'unknown-import',
      'instances.middle.imports["test:calc/leaf@0.4.0"]',
      `the component imports ${calc('leaf')}, ${calc('clock')}`,
    ],
    [
      'export of an instance',
      changed('middle', { [calc('clock')]: { instance: 'leaf' } }),
      'unknown-export',
      `instances.middle.imports["${calc('clock')}"]`,
      `leaf has no export ${calc('clock')}, it exports ${calc('leaf')}: name one as \`export\``,
    ],
    [
      'export',
      { ...tree, exports: { run: { instance: 'top' } } },
      'unknown-export',
      'exports.run',
      `top has no export run, it exports ${calc('top')}: name one as \`export\``,
    ],
    [
      'instance that is exported',
      { ...tree, exports: 'whole' },
      'unknown-instance',
      'exports',
      'there is no instance whole, there is top, middle, leaf',
    ],
    [
      'second source',
      changed('middle', { [calc('leaf')]: { instance: 'leaf' }, 'test:calc/leaf': { instance: 'leaf' } }),
      'duplicate',
      'instances.middle.imports["test:calc/leaf"]',
      `${calc('leaf')} is given twice`,
    ],
    [
      'cycle',
      {
        instances: {
          a: { component: parts.step, imports: { [calc('step')]: { instance: 'b' } } },
          b: { component: parts.step, imports: { [calc('step')]: { instance: 'c' } } },
          c: { component: parts.step, imports: { [calc('step')]: { instance: 'b' } } },
        },
        exports: 'a',
      },
      'cycle',
      'instances',
      'instances import from each other: b → c → b. One of them has to be made first',
    ],
  ])('refuses an unknown or impossible %s', (_what, graph, fault, path, message) => {
    const expected = expect.objectContaining({
      code: 'composition',
      fault,
      path,
      message: `${path}: ${message}`,
    })
    expect(() => planComposition(graph)).toThrow(expected)
  })
})

describe('plugs and chains', () => {
  const named = (...names: (keyof typeof parts)[]) =>
    names.map((name) => ({ name, component: parts[name] as Component }))
  const [leaf, middle, top, step] = named('leaf', 'middle', 'top', 'step')

  it('give the socket what it imports, of the first that has it', () => {
    const first = { ...leaf!, name: 'first' }
    const { instances, exports } = plugGraph(top!, [middle!, first, leaf!])
    expect(exports).toBe('top')
    expect(instances.top!.imports).toEqual({
      [calc('middle')]: { instance: 'middle' },
      [calc('other')]: { instance: 'middle' },
      [calc('leaf')]: { instance: 'first' },
    })
  })

  it('give each what the next one exports', () => {
    const graph = chainGraph([
      { ...step!, name: 'a' },
      { ...step!, name: 'b' },
    ])
    expect(planComposition(graph).instances.map(({ name }) => name)).toEqual(['b', 'a'])
    expect(planComposition(graph).imports).toEqual([calc('step')])
  })

  it('are refused where nothing is imported, or names are the same', () => {
    expect(() => plugGraph(leaf!, [middle!])).toThrow(
      `leaf imports nothing of middle: it imports nothing, and middle exports ${calc('middle')}, ${calc('other')}`,
    )
    expect(() => chainGraph([top!, leaf!, middle!])).toThrow(/leaf imports nothing of middle/)
    expect(() => chainGraph([step!, step!])).toThrow('two instances are called step: give them other names')
    expect(() => chainGraph([])).toThrow(TypeError)
  })
})

describe('a graph in JSON', () => {
  const load = (file: string) => {
    const component = parts[file as keyof typeof parts]
    if (component === undefined) throw new RangeError(`there is no file ${file}`)
    return component
  }

  it('is read, with each file loaded once', async () => {
    const loaded: string[] = []
    const graph = await parseGraph(
      JSON.stringify({
        instances: {
          a: { component: 'step', imports: { [calc('step')]: { instance: 'b', export: calc('step') } } },
          b: { component: 'step', imports: { [calc('step')]: { import: calc('next') } } },
          leaf: 'leaf',
        },
        exports: { [calc('step')]: 'a', [calc('last')]: { instance: 'leaf', export: calc('leaf') } },
      }),
      (file) => {
        loaded.push(file)
        return load(file)
      },
    )
    expect(loaded.toSorted()).toEqual(['leaf', 'step'])
    expect(graph).toEqual({
      instances: {
        a: {
          component: parts.step,
          imports: { [calc('step')]: { instance: 'b', export: calc('step') } },
        },
        b: { component: parts.step, imports: { [calc('step')]: { import: calc('next') } } },
        leaf: { component: parts.leaf },
      },
      exports: {
        [calc('step')]: { instance: 'a' },
        [calc('last')]: { instance: 'leaf', export: calc('leaf') },
      },
    })
  })

  it.each([
    ['{ "instances": { "a": }', 'malformed', '', /^this is no JSON: .*"a": }/],
    ['[]', 'malformed', 'the graph', /expected an object, got an instance of Array/],
    [
      '{ "instances": {} }',
      'malformed',
      'exports',
      /expected the name of an instance, or an object, got nothing/,
    ],
    [
      '{ "instances": {}, "export": "a" }',
      'malformed',
      '',
      /there is no export here, only instances, exports/,
    ],
    [
      '{ "instances": { "a": 1 }, "exports": "a" }',
      'malformed',
      'instances.a',
      /expected the name of a file, or an object, got number 1/,
    ],
    [
      '{ "instances": { "a": { "file": "x" } }, "exports": "a" }',
      'malformed',
      'instances.a',
      /there is no file here, only component, imports/,
    ],
    [
      '{ "instances": { "a": {} }, "exports": "a" }',
      'malformed',
      'instances.a.component',
      /expected the name of a file, got nothing/,
    ],
    [
      '{ "instances": { "a": { "component": "leaf", "imports": { "b:c/d": { "instance": 1 } } } }, "exports": "a" }',
      'malformed',
      'instances.a.imports["b:c/d"].instance',
      /expected the name of an instance, got number 1/,
    ],
    [
      '{ "instances": { "a": { "component": "leaf", "imports": { "x": { "import": [] } } } }, "exports": "a" }',
      'malformed',
      'instances.a.imports.x.import',
      /expected the name of an import, got an instance of Array/,
    ],
    [
      '{ "instances": { "a": "leaf" }, "exports": { "x": { "instance": "a", "export": 0 } } }',
      'malformed',
      'exports.x.export',
      /expected the name of an export, got number 0/,
    ],
    [
      '{ "instances": { "a": "b.wasm" }, "exports": "a" }',
      'unreadable',
      'instances.a',
      /there is no file b.wasm/,
    ],
  ])('%s is refused', async (json, fault, path, message) => {
    await expect(parseGraph(json, load)).rejects.toMatchObject({
      fault,
      path,
      message: expect.stringMatching(message),
    })
  })
})

describe('a picture', () => {
  it('is a tree, in which what is shared is drawn once', () => {
    expect(`\n${drawPlan(planComposition(tree))}`).toMatchInlineSnapshot(`
      "
      exports test:calc/top@0.3.0 → top
      top
      ├─ test:calc/middle@0.3.0 ← middle
      │  ├─ test:calc/leaf@0.3.0 ← leaf
      │  └─ of the host: test:calc/clock@0.3.0
      ├─ test:calc/other@0.3.0 ← middle (see above)
      └─ test:calc/leaf@0.3.0 ← leaf (see above)
      "
    `)
  })

  it('is a graph for Mermaid or Graphviz', () => {
    const plan = planComposition({
      ...tree,
      exports: { [calc('top')]: { instance: 'top' }, more: { instance: 'leaf', export: calc('leaf') } },
    })
    expect(`\n${drawPlan(plan, 'mermaid')}`).toMatchInlineSnapshot(`
      "
      flowchart LR
        user(["exports"])
        n0["leaf"]
        n1["middle"]
        n2["top"]
        host(["host"])
        user -->|"test:calc/top@0.3.0"| n2
        user -->|"more"| n0
        n1 -->|"test:calc/leaf@0.3.0"| n0
        n1 -->|"test:calc/clock@0.3.0"| host
        n2 -->|"test:calc/middle@0.3.0<br/>test:calc/other@0.3.0"| n1
        n2 -->|"test:calc/leaf@0.3.0"| n0
      "
    `)
    expect(`\n${drawPlan(plan, 'dot')}`).toMatchInlineSnapshot(`
      "
      digraph composition {
        rankdir=LR;
        user [label="exports", shape=ellipse];
        n0 [label="leaf", shape=box];
        n1 [label="middle", shape=box];
        n2 [label="top", shape=box];
        host [label="host", shape=ellipse];
        user -> n2 [label="test:calc/top@0.3.0"];
        user -> n0 [label="more"];
        n1 -> n0 [label="test:calc/leaf@0.3.0"];
        n1 -> host [label="test:calc/clock@0.3.0"];
        n2 -> n1 [label="test:calc/middle@0.3.0\\ntest:calc/other@0.3.0"];
        n2 -> n0 [label="test:calc/leaf@0.3.0"];
      }
      "
    `)
  })

  it('has names in it as they are', () => {
    const graph = chainGraph([{ name: 'a "b" <c>', component: parts.leaf }])
    expect(drawPlan(planComposition(graph), 'mermaid')).toContain('n0["a #quot;b#quot; #lt;c#gt;"]')
    expect(drawPlan(planComposition(graph), 'dot')).toContain('n0 [label="a \\"b\\" <c>", shape=box];')
  })
})
