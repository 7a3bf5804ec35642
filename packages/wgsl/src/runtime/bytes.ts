import { segmentParameters, segmentsAt } from '../emit/parameters.js'
import type { Helper } from './helper.js'
import { type MemoryLayout, readWord, stopBit } from './memory-layout.js'

/** Accesses of any width at any byte: `place` and `place_in3` give the byte of the arena, `load16` and so on use it. */
export function bytesHelper(name: string, layout: MemoryLayout): Helper | undefined {
  if (name === 'place') return { code: placeCode(layout) }
  const segment = /^place_in(\d+)$/.exec(name)
  if (segment !== null) return { code: placeInCode(name, Number(segment[1]), layout) }
  return accesses(layout)[name]
}

/** Looks through all segments, in a loop: written out for 33 of them, a shader took half a minute to compile. */
function placeCode(layout: MemoryLayout): string {
  // No bytes at the very end are inside: `memory.fill` of nothing behind a buffer does not trap.
  return `fn place(address: u32, offset: u32, bytes: u32) -> u32 {
  let at = address + offset;
  var found = 0u;
  var outside = ${stopBit};
  for (var segment = ${segmentsAt}u; segment < ${segmentsAt + 4 * layout.segments}u; segment += 4u) {
    let distance = at - parameters[segment];
    let length = parameters[segment + 1u];
    let inside = (distance <= length) & (length - distance >= bytes);
    found = select(found, (parameters[segment + 2u] << 2u) + distance, inside);
    outside = select(outside, 0u, inside);
  }
  stopped |= select(outside, ${stopBit}, at < address);
  return found;
}`
}

function placeInCode(name: string, segment: number, layout: MemoryLayout): string {
  const { length, first } = segmentParameters(segment)
  const head = `fn ${name}(distance: u32, offset: u32, bytes: u32) -> u32 {\n  let at = distance + offset;`
  if (layout.bounds === 'clamp') {
    return `${head}\n  return (${first} << 2u) + min(at, max(${length}, bytes) - bytes);\n}`
  }
  return `${head}
  let outside = at >= ${length} || ${length} - at < bytes;
  stopped |= select(0u, ${stopBit}, outside);
  return (${first} << 2u) + at;
}`
}

function accesses(layout: MemoryLayout): Readonly<Record<string, Helper>> {
  const word = (index: string) => readWord(layout, index)
  return {
    load8: {
      code: `fn load8(at: u32) -> u32 { return (${word('at >> 2u')} >> ((at & 3u) << 3u)) & 0xffu; }`,
    },
    load16: { code: 'fn load16(at: u32) -> u32 { return load32(at) & 0xffffu; }', needs: ['load32'] },
    load32: {
      // Shifting twice keeps a word that is not needed out: a shift by 32 would be one by 0.
      code: `fn load32(at: u32) -> u32 {
  let shift = (at & 3u) << 3u;
  return (${word('at >> 2u')} >> shift) | ((${word('(at >> 2u) + 1u')} << 1u) << (31u - shift));
}`,
    },
    load64: {
      code: 'fn load64(at: u32) -> vec2u { return vec2u(load32(at), load32(at + 4u)); }',
      needs: ['load32'],
    },
    load128: {
      code: 'fn load128(at: u32) -> vec4u { return vec4u(load64(at), load64(at + 8u)); }',
      needs: ['load64'],
    },
    // Bytes of one word that different invocations write are different bits: and, then or, lose none of them.
    put_bits: {
      code: `fn put_bits(word: u32, value: u32, mask: u32) {
  atomicAnd(&arena[word], ~mask);
  atomicOr(&arena[word], value & mask);
}`,
    },
    store8: {
      code: `fn store8(at: u32, value: u32) {
  let shift = (at & 3u) << 3u;
  if (i32(stopped) >= 0) { put_bits(at >> 2u, value << shift, 0xffu << shift); }
}`,
      needs: ['put_bits'],
    },
    store16: {
      code: 'fn store16(at: u32, value: u32) { store8(at, value); store8(at + 1u, value >> 8u); }',
      needs: ['store8'],
    },
    store32: {
      code: `fn store32(at: u32, value: u32) {
  if (i32(stopped) < 0) { return; }
  let shift = (at & 3u) << 3u;
  if (shift == 0u) { atomicStore(&arena[at >> 2u], value); return; }
  put_bits(at >> 2u, value << shift, 0xffffffffu << shift);
  put_bits((at >> 2u) + 1u, value >> (32u - shift), 0xffffffffu >> (32u - shift));
}`,
      needs: ['put_bits'],
    },
    store64: {
      code: 'fn store64(at: u32, value: vec2u) { store32(at, value.x); store32(at + 4u, value.y); }',
      needs: ['store32'],
    },
    store128: {
      code: 'fn store128(at: u32, value: vec4u) { store64(at, value.xy); store64(at + 8u, value.zw); }',
      needs: ['store64'],
    },
  }
}
