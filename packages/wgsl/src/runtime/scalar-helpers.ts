import { conversionHelpers } from './conversions.js'
import { float32Helpers } from './float32.js'
import { float64Helpers } from './float64.js'
import type { Helpers } from './helper.js'
import { integer32Helpers } from './integer32.js'
import { integer64Helpers } from './integer64.js'

/** What the instructions on scalars call. */
export const scalarHelpers: Helpers = {
  ...integer32Helpers,
  ...integer64Helpers,
  ...float32Helpers,
  ...float64Helpers,
  ...conversionHelpers,
}
