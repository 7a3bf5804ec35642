import { Chunk, Stream } from '@weft/assemblyscript/assembly/component'
import { returnRot13 } from './gen/filter'
import { createU8Stream } from './gen/streams'
import { rotate } from './rotate'

export async function rot13(source: Stream<u8>): Promise<void> {
  const output = createU8Stream()
  // The caller reads while this goes on.
  returnRot13(output.reader)
  const chunk = new Chunk<u8>(4096)
  while (await source.read(chunk)) {
    rotate(chunk)
    if (!(await output.writer.write(chunk))) break
  }
  output.writer.drop()
  source.drop()
}
