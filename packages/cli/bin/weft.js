#!/usr/bin/env node
import module from 'node:module'

const oldest = 22

if (Number.parseInt(process.versions.node, 10) < oldest) {
  process.stderr.write(
    `error: weft needs Node ${oldest} or later, this is ${process.versions.node}; in a project with its own Node, npx weft takes that one\n`,
  )
  process.exitCode = 2
} else {
  // A third of the time that a small command takes goes into compiling this program.
  module.enableCompileCache?.()
  const { main } = await import('../dist/index.js')
  process.exitCode = await main(process.argv.slice(2))
  leaveSoon()
}

/** A guest may leave something open that ends only when its peer wants, such as a connection: nobody waits for that. */
function leaveSoon() {
  const isWritten = () => process.stdout.writableLength + process.stderr.writableLength === 0
  setTimeout(() => (isWritten() ? process.exit() : leaveSoon()), 200).unref()
}
