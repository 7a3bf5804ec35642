const view = new DataView(new ArrayBuffer(8))

export function f32_from_bits(bits: number): number {
  view.setInt32(0, bits)
  return view.getFloat32(0)
}

export function f64_from_bits(bits: bigint): number {
  view.setBigInt64(0, bits)
  return view.getFloat64(0)
}

export function f32_to_bits(value: number): number {
  view.setFloat32(0, value)
  return view.getUint32(0)
}

export function f64_to_bits(value: number): bigint {
  view.setFloat64(0, value)
  return view.getBigUint64(0)
}
