import type * as assemblyscript from 'assemblyscript'

// The library's functions that call `asyncify.…`, and those that call a fiber's code: the pass does not transform the
// first, and what is inlined into them would not be transformed either.
const notInlined = [
  '*assembly/component/fiber/park',
  '*assembly/component/fiber/Fiber#turn',
  '*assembly/component/fiber/Fiber#run*',
  // What an async function calls is better small code behind a call than large code that the pass makes larger still.
  '*assembly/component/stream/*',
  '*assembly/component/future/*',
  '*assembly/component/waiting/block',
]

const passExports = [
  'asyncify_start_unwind',
  'asyncify_stop_unwind',
  'asyncify_start_rewind',
  'asyncify_stop_rewind',
  'asyncify_get_state',
]

/** Keeps the optimiser from inlining what must stay a function of its own for `asyncify`. */
export function keepFiberFunctions(module: assemblyscript.Module): void {
  for (const pattern of notInlined) {
    module.setPassArgument('no-inline', pattern)
    module.runPasses(['no-inline'])
  }
  module.clearPassArguments()
}

/** Makes every function that can reach an `await` savable: binaryen's pass of that name. */
export function asyncify(module: assemblyscript.Module): void {
  module.setPassArgument('asyncify-imports', 'none.none')
  module.setPassArgument('asyncify-ignore-indirect', '1')
  module.runPasses(['asyncify'])
  module.clearPassArguments()
  for (const name of passExports) module.removeExport(name)
}
