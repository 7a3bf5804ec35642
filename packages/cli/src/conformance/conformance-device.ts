/** The devices that conformance can be tested on. */
export const conformanceDevices = ['sequential', 'cpu', 'gpu'] as const
export type ConformanceDevice = (typeof conformanceDevices)[number]
