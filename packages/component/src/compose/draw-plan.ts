import type { CompositionPlan, PlannedInstance } from './plan-composition.js'

export type PictureFormat = 'text' | 'mermaid' | 'dot'

/** A picture of who imports whom: a tree in text, or a graph in the language of Mermaid or Graphviz. */
export function drawPlan(plan: CompositionPlan, format: PictureFormat = 'text'): string {
  return { text: drawTree, mermaid: drawMermaid, dot: drawDot }[format](plan)
}

function drawTree(plan: CompositionPlan): string {
  const lines: string[] = []
  const drawn = new Set<string>()
  const imported = new Set(plan.instances.flatMap((each) => edgesOf(each).map(({ to }) => to)))
  const exporting = new Set(Array.from(plan.exports.values(), ({ instance }) => instance))
  const draw = (name: string, lead: string, heading: string) => {
    const again = drawn.has(name)
    lines.push(`${heading}${name}${again ? ' (see above)' : ''}`)
    if (again) return
    drawn.add(name)
    const branches = branchesOf(plan.instances.find((each) => each.name === name)!)
    for (const [index, { label, to }] of branches.entries()) {
      const isLast = index === branches.length - 1
      const heading = `${lead}${isLast ? '└─ ' : '├─ '}${label}`
      if (to === undefined) lines.push(heading)
      else draw(to, `${lead}${isLast ? '   ' : '│  '}`, `${heading} ← `)
    }
  }
  const exports = Array.from(plan.exports, ([name, { instance }]) => `${name} → ${instance}`)
  lines.push(...exports.map((each) => `exports ${each}`))
  const roots = plan.instances.filter(({ name }) => exporting.has(name) || !imported.has(name))
  for (const { name } of roots) if (!drawn.has(name)) draw(name, '', '')
  return `${lines.join('\n')}\n`
}

interface Branch {
  readonly label: string
  readonly to?: string
}

function branchesOf(instance: PlannedInstance): Branch[] {
  const host = hostImportsOf(instance)
  return host.length === 0
    ? edgesOf(instance)
    : [...edgesOf(instance), { label: `of the host: ${host.join(', ')}` }]
}

/** Who imports what from which instance. */
function edgesOf({ imports }: PlannedInstance): { readonly label: string; readonly to: string }[] {
  return Array.from(imports).flatMap(([label, source]) =>
    source.kind === 'instance' ? [{ label, to: source.instance }] : [],
  )
}

function hostImportsOf({ imports }: PlannedInstance): string[] {
  return [...imports.values()].flatMap((source) => (source.kind === 'import' ? [source.import] : []))
}

function drawMermaid(plan: CompositionPlan): string {
  const lines = connections(plan).map(({ from, to, labels }) => {
    const text = labels.map(mermaidText).join('<br/>')
    return `  ${from} -->|"${text}"| ${to}`
  })
  const nodes = nodesOf(plan).map(({ id, name, isOutside }) => {
    const [open, close] = isOutside ? ['([', '])'] : ['[', ']']
    return `  ${id}${open}"${mermaidText(name)}"${close}`
  })
  return ['flowchart LR', ...nodes, ...lines, ''].join('\n')
}

const mermaidText = (text: string) =>
  text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')

function drawDot(plan: CompositionPlan): string {
  const nodes = nodesOf(plan).map(
    ({ id, name, isOutside }) => `  ${id} [label=${dotText(name)}, shape=${isOutside ? 'ellipse' : 'box'}];`,
  )
  const lines = connections(plan).map(
    ({ from, to, labels }) => `  ${from} -> ${to} [label=${dotText(labels.join('\n'))}];`,
  )
  return ['digraph composition {', '  rankdir=LR;', ...nodes, ...lines, '}', ''].join('\n')
}

const dotText = (text: string) => JSON.stringify(text)

interface Connection {
  readonly from: string
  readonly to: string
  readonly labels: readonly string[]
}

/** Arrows go from who imports to who is imported: from the user of the composition, to the host. */
function connections(plan: CompositionPlan): Connection[] {
  const ids = new Map(plan.instances.map(({ name }, index) => [name, `n${index}`]))
  const found = new Map<string, { from: string; to: string; labels: string[] }>()
  const connect = (from: string, to: string, label: string) => {
    const key = `${from} ${to}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { from, to, labels: [label] })
    else known.labels.push(label)
  }
  for (const [name, { instance }] of plan.exports) connect('user', ids.get(instance)!, name)
  for (const instance of plan.instances) {
    const from = ids.get(instance.name)!
    for (const { label, to } of edgesOf(instance)) connect(from, ids.get(to)!, label)
    for (const label of hostImportsOf(instance)) connect(from, 'host', label)
  }
  return [...found.values()]
}

function nodesOf(plan: CompositionPlan) {
  const inside = plan.instances.map(({ name }, index) => ({ id: `n${index}`, name, isOutside: false }))
  const host = plan.imports.length > 0 ? [{ id: 'host', name: 'host', isOutside: true }] : []
  const user = plan.exports.size > 0 ? [{ id: 'user', name: 'exports', isOutside: true }] : []
  return [...user, ...inside, ...host]
}
