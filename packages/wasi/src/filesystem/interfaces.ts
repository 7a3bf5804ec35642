import type { ExternDescription } from '@weft/component'
import { toInstant } from '../host/clocks.js'
import type { WasiHost } from '../host/wasi-host.js'
import type { BaseDescriptor, FileWorld } from './descriptor.js'
import type { Opened } from './open-file.js'
import type { Shape } from './stats.js'
import { Descriptor as Descriptor2, DirectoryEntryStream, filesystemErrorCode } from './types2.js'
import { Descriptor as Descriptor3 } from './types3.js'

/** `wasi:filesystem/types` of WASI 0.2. */
export const types2 = { Descriptor: Descriptor2, DirectoryEntryStream, filesystemErrorCode }

/** `wasi:filesystem/types` of WASI 0.3. */
export const types3 = { Descriptor: Descriptor3 }

/** `wasi:filesystem/preopens` of WASI 0.2. */
export function preopens2(host: WasiHost): object {
  return preopens(host, Descriptor2, { shape: asEnum, isStrict: false })
}

/** `wasi:filesystem/preopens` of WASI 0.3; `types` is what the component imports as `wasi:filesystem/types`. */
export function preopens3(host: WasiHost, types: ExternDescription | undefined): object {
  return preopens(host, Descriptor3, { shape: shapeOf(types), isStrict: true })
}

type DescriptorClass = new (world: FileWorld, opened: Opened, mayWrite: boolean) => BaseDescriptor

function preopens(
  { fileSystem, preopens: granted, clocks, grants }: WasiHost,
  Descriptor: DescriptorClass,
  version: Pick<FileWorld, 'shape' | 'isStrict'>,
): object {
  if (fileSystem === undefined || granted.length === 0) {
    const getDirectories = () => {
      grants.missed('dirs')
      return []
    }
    return { getDirectories }
  }
  const world = { ...version, fs: fileSystem, clocks, grants }
  const getDirectories = () =>
    granted.map(({ hostPath, guestPath, readOnly }) => {
      const folder = { root: hostPath, segments: [] }
      const flags = { read: true, mutateDirectory: !readOnly }
      return [new Descriptor(world, { kind: 'folder', folder, flags }, !readOnly), guestPath]
    })
  return { getDirectories }
}

const asEnum: Shape = {
  errorCode: same,
  descriptorType: same,
  // Its `datetime` begins in 1970.
  timestamp: (nanoseconds) => (nanoseconds < 0n ? undefined : toInstant(nanoseconds)),
}
const asVariant: Shape = {
  errorCode: (tag) => ({ tag }),
  descriptorType: (tag) => (tag === 'unknown' ? { tag: 'other', val: undefined } : { tag }),
  timestamp: toInstant,
}

function same(name: string): string {
  return name
}

/** Earlier candidates of 0.3.0 had enumerations, as 0.2 has; each component says what it was made for. */
function shapeOf(types: ExternDescription | undefined): Shape {
  const isEnum = (name: string) => {
    const found = types?.kind === 'instance' ? types.exports.find((item) => item.name === name) : undefined
    return (
      found?.kind === 'type' &&
      typeof found.type === 'object' &&
      'kind' in found.type &&
      found.type.kind === 'enum'
    )
  }
  const { errorCode, timestamp } = isEnum('error-code') ? asEnum : asVariant
  const { descriptorType } = isEnum('descriptor-type') ? asEnum : asVariant
  return { errorCode, descriptorType, timestamp }
}
