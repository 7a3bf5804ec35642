import type { Helpers } from './helper.js'
import { scalarHelpers } from './scalar-helpers.js'
import { vectorHelpers } from './v128-helpers.js'

/** The helpers of all instructions that only compute. */
export const numericHelpers: Helpers = { ...scalarHelpers, ...vectorHelpers }
