/** What piscina's workers run. */
export function emptyTask(): void {}
