import type { Family } from '../family.js'
import { assemblyscript } from './assemblyscript.js'
import { calls } from './calls.js'
import { concurrent } from './concurrent.js'
import { guestStreams } from './guest-streams.js'
import { hostCalls } from './host-calls.js'
import { hostStreams } from './host-streams.js'
import { size } from './size.js'
import { startUp } from './start-up.js'
import { strings } from './strings.js'

/** In the order in which they run. */
export const families: readonly Family[] = [
  calls,
  hostCalls,
  guestStreams,
  hostStreams,
  strings,
  startUp,
  concurrent,
  assemblyscript,
  size,
]
