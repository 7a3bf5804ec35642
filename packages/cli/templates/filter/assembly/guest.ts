import { Chunk, Stream } from '@weft/assemblyscript/assembly/component'
import { returnUpper } from './gen/filter'
import { createU8Stream } from './gen/streams'

export async function upper(source: Stream<u8>): Promise<void> {
  const output = createU8Stream()
  // The caller reads while this goes on.
  returnUpper(output.reader)
  const chunk = new Chunk<u8>(4096)
  while (await source.read(chunk)) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]
      if (byte >= 0x61 && byte <= 0x7a) chunk[i] = byte - 0x20
    }
    // False once nobody reads any more.
    if (!(await output.writer.write(chunk))) break
  }
  output.writer.drop()
  source.drop()
}
