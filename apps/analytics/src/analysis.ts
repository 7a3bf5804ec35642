/** What is summed up of a station's rows. Temperatures are in hundredths of a degree. */
export interface Summary {
  readonly station: number
  readonly count: bigint
  readonly least: number
  readonly most: number
  readonly sum: bigint
}

/** What the analysis of a text gives. */
export interface Report {
  /** Lines without the first one, which names the columns. */
  readonly parsed: { readonly rows: bigint; readonly malformed: bigint }
  /** How many rows met the condition. */
  readonly selected: bigint
  /** By station, in ascending order. */
  readonly stations: readonly Summary[]
}

/** Which rows count: of one status, from regions in a range, both ends included. */
export interface Condition {
  readonly status: number
  readonly leastRegion: number
  readonly mostRegion: number
}
