import type { Family } from '../family.js'
import { calls } from './calls.js'
import { guestStreams } from './guest-streams.js'
import { hostCalls } from './host-calls.js'
import { hostStreams } from './host-streams.js'
import { strings } from './strings.js'

/** In the order in which they run. */
export const families: readonly Family[] = [calls, hostCalls, guestStreams, hostStreams, strings]
