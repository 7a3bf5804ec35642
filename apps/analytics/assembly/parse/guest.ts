import {
  Chunk,
  FutureWriter,
  Poll,
  Stream,
  StreamWriter,
  Task,
  Tuple2,
} from '@weft/assemblyscript/assembly/component'
import { RowsInPlace } from '../rows'
import { returnParse } from './gen/exports/weft-analytics-parser'
import { createParsedFuture, createRowStream, rowStreamType } from './gen/streams'
import { Parsed, Row } from './gen/weft-analytics-types'
import { Lines } from './lines'

const chunkBytes = 64 * 1024

const enum State {
  Start,
  Read,
  Written,
  Told,
}

export class Parse extends Task {
  private readonly text: Chunk<u8> = new Chunk<u8>(chunkBytes)
  private readonly lines: Lines = new Lines(chunkBytes)
  private writer!: StreamWriter<u32>
  private report!: FutureWriter<Parsed>

  constructor(private readonly source: Stream<u8>) {
    super()
  }

  resume(): Poll {
    const lines = this.lines
    while (true) {
      switch (this.state) {
        case State.Start: {
          this.open()
        }
        case State.Written: {
          if (this.writer.ended) return this.end()
          if (!this.ready(this.source.read(this.text), State.Read)) return Poll.Pending
        }
        case State.Read: {
          if (this.text.length > 0) lines.take(this.text)
          else if (!lines.finish()) return this.end()
          if (!this.ready(this.writer.write(lines.rows), State.Written)) return Poll.Pending
          continue
        }
        default:
          return Poll.Done
      }
    }
  }

  private open(): void {
    const rows = createRowStream()
    const report = createParsedFuture()
    this.writer = new StreamWriter<u32>(rows.writer.take(), new RowsInPlace<Row>(rowStreamType()))
    this.report = report.writer
    returnParse(new Tuple2(rows.reader, report.reader))
  }

  private end(): Poll {
    this.writer.drop()
    this.source.drop()
    const write = this.report.write(new Parsed(this.lines.parsed, this.lines.malformed))
    return this.ready(write, State.Told) ? Poll.Done : Poll.Pending
  }
}
