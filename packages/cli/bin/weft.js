#!/usr/bin/env node
const oldest = 22

if (Number.parseInt(process.versions.node, 10) < oldest) {
  process.stderr.write(
    `error: weft needs Node ${oldest} or later, this is ${process.versions.node}; in a project with its own Node, npx weft takes that one\n`,
  )
  process.exitCode = 2
} else {
  const { main } = await import('../dist/index.js')
  process.exitCode = await main(process.argv.slice(2))
}
