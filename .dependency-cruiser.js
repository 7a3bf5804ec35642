/**
 * The arrows of the house: which package may import which. The table is docs/architecture.md's; `npm run check:arrows`
 * fails on any other arrow. Tests, scripts and configuration files may import more.
 */
const mayImport = {
  core: [],
  spec: [],
  'wasm-binary': ['core'],
  backend: ['core', 'spec'],
  parallel: ['core', 'spec', 'wasm-binary', 'backend'],
  'backend-cpu': ['core', 'wasm-binary', 'backend'],
  wgsl: ['core', 'wasm-binary'],
  'backend-webgpu': ['core', 'backend', 'wgsl'],
  conformance: ['core', 'spec', 'wasm-binary', 'backend', 'abi', 'component'],
  abi: ['core'],
  component: ['core', 'abi', 'wasm-binary'],
  wasi: ['core', 'component'],
  assemblyscript: ['core', 'wasm-binary'],
}
mayImport.cli = Object.keys(mayImport)
// Not published, so that only apps may import it.
mayImport['benchmark-report'] = ['core']

/** Packages that must run anywhere: nothing of Node in them. */
const anywhere = ['core', 'spec', 'wasm-binary', 'backend', 'wgsl', 'backend-webgpu', 'abi', 'component']

const notShipped = String.raw`\.(test|test-d|bench)\.ts$`

const alternatives = (names) => `(${names.join('|')})`
const sources = (name) => `^packages/${name}/(src|assembly)/`
/** A package as a path of this repository (found through its link) or by its name (not built, not linked). */
const inside = (name) => `(^packages/${name}/|^@weft/${name}(/|$))`
const anyPackage = '(^packages/|^@weft/)'

const arrows = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `arrows-of-${name}`,
  comment: `@weft/${name} may import ${allowed.map((other) => `@weft/${other}`).join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: sources(name), pathNot: notShipped },
  to: { path: anyPackage, pathNot: inside(alternatives([name, ...allowed])) },
}))

export default {
  forbidden: [
    ...arrows,
    {
      name: 'package-without-arrows',
      comment: 'A package that the table does not know. Add it to the table first.',
      severity: 'error',
      from: { path: '^packages/', pathNot: `^packages/${alternatives(Object.keys(mayImport))}/` },
      to: {},
    },
    {
      name: 'nothing-imports-apps',
      comment: 'Apps import packages; nothing imports apps.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '(^apps/|^@weft-app/)' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'An app does not import another app.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '(^apps/|^@weft-app/)', pathNot: '(^apps/$1/|^@weft-app/$1(/|$))' },
    },
    {
      name: 'packages-by-name',
      comment:
        'Another package is imported by its name, never by a path into its folder; build and test configuration excepted.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/(src|assembly)/' },
      to: { path: '^packages/[^/]+/src/', pathNot: '^$1/$2/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'runs-anywhere',
      comment: 'This package runs in browsers too: it must not import modules of Node.',
      severity: 'error',
      from: { path: sources(alternatives(anywhere)), pathNot: notShipped },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared-dependencies',
      comment: "Not in this workspace's package.json, so it would be missing after an installation.",
      severity: 'error',
      from: { path: '^(packages|apps)/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
        pathNot: '(^|/)node_modules/(vitest|vite|fast-check|playwright-core|tsup|wabt|@types)/',
      },
    },
    {
      name: 'no-development-dependencies',
      comment: 'A shipped file imports a package that is only there for development.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: notShipped },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm', 'npm-peer'] },
    },
    {
      name: 'not-found',
      comment: 'Nothing is there under this name. Is the package built? (npm run build)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/|^packages/[^/]+/dist/' },
    exclude: { path: '(^|/)(build|assembly|fixtures)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types', 'node'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
