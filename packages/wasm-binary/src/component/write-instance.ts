import type { ByteWriter } from '@weft/core'
import type { CoreInstanceExpression, InstanceExpression } from './component-types.js'
import { writeVector } from './write-common.js'
import { writeExternName } from './write-extern-name.js'
import { writeCoreSort, writeSortIndex } from './write-sort.js'

/** Binary.md, `core:instanceexpr`. */
export function writeCoreInstance(writer: ByteWriter, expression: CoreInstanceExpression): void {
  if (expression.kind === 'instantiate') {
    writeVector(writer.u8(0).u32(expression.module), expression.arguments, (writer, { name, instance }) =>
      writer.name(name).u8(0x12).u32(instance),
    )
  } else {
    writeVector(writer.u8(1), expression.exports, (writer, { name, sort, index }) => {
      writeCoreSort(writer.name(name), sort)
      writer.u32(index)
    })
  }
}

/** Binary.md, `instanceexpr`. */
export function writeInstance(writer: ByteWriter, expression: InstanceExpression): void {
  if (expression.kind === 'instantiate') {
    writeVector(writer.u8(0).u32(expression.component), expression.arguments, (writer, argument) =>
      writeSortIndex(writer.name(argument.name), argument),
    )
  } else {
    writeVector(writer.u8(1), expression.exports, (writer, each) => {
      writeExternName(writer, each)
      writeSortIndex(writer, each)
    })
  }
}
