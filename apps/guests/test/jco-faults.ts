/** What jco-transpile 0.15.0 does otherwise than the specification says; jco-faults.test.ts has the smallest cases. */
export const jcoFaults = {
  resultAfterTurn: 'jco gives the result of a call only when the turn that returned it is over',
  utf16Results: 'jco reads half of a UTF-16 string that an async function returns, and none in lists',
  streamsOfStreams: 'jco cannot read a stream that came from another component by a stream',
  utf16BetweenComponents: 'jco cannot transpile components that hand UTF-16 strings to each other',
  // No case in the test: the rejection, which nobody handles, would end it.
  sourceFails: 'jco never ends a stream whose source fails',
  // No case in the test: now and then it does not.
  backpressure: 'jco takes calls that another component keeps waiting for a deadlock, now and then',
} as const
