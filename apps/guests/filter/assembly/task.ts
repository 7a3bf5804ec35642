import { Chunk, Poll, Stream, StreamWriter, Task } from '@weft/assemblyscript/assembly/component'
import { returnRot13 } from './gen/filter'
import { createU8Stream } from './gen/streams'
import { rotate } from './rotate'

const enum State {
  Start,
  Read,
  Written,
}

export class Rot13 extends Task {
  private readonly chunk: Chunk<u8> = new Chunk<u8>(4096)
  private writer!: StreamWriter<u8>

  constructor(private readonly source: Stream<u8>) {
    super()
  }

  resume(): Poll {
    while (true) {
      switch (this.state) {
        case State.Start: {
          const output = createU8Stream()
          this.writer = output.writer
          // The caller reads while this goes on.
          returnRot13(output.reader)
        }
        case State.Written: {
          if (this.writer.ended) return this.end()
          if (!this.ready(this.source.read(this.chunk), State.Read)) return Poll.Pending
        }
        default: {
          if (this.chunk.length == 0) return this.end()
          rotate(this.chunk)
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
