import * as calls from './call-scenarios.js'
import * as streams from './stream-scenarios.js'
import * as turns from './turn-scenarios.js'

/** What is done with the built package in Node and in browsers; each gives plain data. */
export const scenarios = { ...calls, ...streams, ...turns }

export type ScenarioName = keyof typeof scenarios
