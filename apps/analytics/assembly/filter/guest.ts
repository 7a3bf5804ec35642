import { Chunk, Poll, Stream, StreamWriter, Task } from '@weft/assemblyscript/assembly/component'
import { Field, RowsInPlace, rowBytes, rowsChunkWords } from '../rows'
import { returnKeep } from './gen/exports/weft-analytics-selection'
import { createRowStream, rowStreamType } from './gen/streams'
import { Condition, Row } from './gen/weft-analytics-types'

const enum State {
  Start,
  Read,
  Written,
}

export class Keep extends Task {
  private readonly chunk: Chunk<u32> = new Chunk<u32>(rowsChunkWords(8192))
  private readonly source: Stream<u32>
  private writer!: StreamWriter<u32>

  constructor(
    rows: Stream<Row>,
    private readonly where: Condition,
  ) {
    super()
    this.source = new Stream<u32>(rows.take(), new RowsInPlace<Row>(rowStreamType()))
  }

  resume(): Poll {
    while (true) {
      switch (this.state) {
        case State.Start: {
          const output = createRowStream()
          this.writer = new StreamWriter<u32>(output.writer.take(), new RowsInPlace<Row>(rowStreamType()))
          returnKeep(output.reader)
        }
        case State.Written: {
          if (this.writer.ended) return this.end()
          if (!this.ready(this.source.read(this.chunk), State.Read)) return Poll.Pending
        }
        default: {
          if (this.chunk.length == 0) return this.end()
          compact(this.chunk, this.where)
          if (!this.ready(this.writer.write(this.chunk), State.Written)) return Poll.Pending
        }
      }
    }
  }

  private end(): Poll {
    this.writer.drop()
    this.source.drop()
    return Poll.Done
  }
}

/** Leaves in the chunk what meets a condition. */
function compact(chunk: Chunk<u32>, where: Condition): void {
  const status = where.status
  const least = <u32>where.leastRegion
  const span = <u32>where.mostRegion - least
  const start = chunk.address
  const end = start + <usize>chunk.length * rowBytes
  let to = start
  for (let from = start; from < end; from += rowBytes) {
    store<u64>(to, load<u64>(from))
    const tail = load<u32>(from, Field.region)
    store<u32>(to, tail, Field.region)
    const region = tail & 0xffff
    // No branch: which rows are kept cannot be foretold.
    to += <usize>(i32(tail >>> 16 == <u32>status) & i32(region - least <= span)) * rowBytes
  }
  chunk.length = <i32>(to - start) / rowBytes
}
