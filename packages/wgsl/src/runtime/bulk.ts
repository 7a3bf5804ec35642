import type { Helper } from './helper.js'

const stopped = 'if (i32(stopped) < 0 || bytes == 0u) { return; }'

/** `memory.copy`, `memory.fill` and `memory.init`, word by word where both sides allow it: core specification 4.4.7. */
export function bulkHelper(name: string): Helper | undefined {
  if (name === 'memory_fill') return { code: fill, needs: ['place', 'store8', 'store32'] }
  if (name === 'memory_copy') return { code: copy, needs: ['place', 'load8', 'store8', 'load32', 'store32'] }
  const init = /^memory_init(\d+)$/.exec(name)
  return init === null ? undefined : { code: initialise(Number(init[1])), needs: ['place', 'store8'] }
}

const fill = `fn memory_fill(address: u32, value: u32, bytes: u32) {
  var at = place(address, 0u, bytes);
  ${stopped}
  let end = at + bytes;
  let whole = (value & 0xffu) * 0x01010101u;
  while (at < end && ((at & 3u) != 0u || end - at < 4u)) { store8(at, value); at += 1u; }
  while (end - at >= 4u) { store32(at, whole); at += 4u; }
  while (at < end) { store8(at, value); at += 1u; }
}`

const copy = `fn memory_copy(target_address: u32, source_address: u32, bytes: u32) {
  let source = place(source_address, 0u, bytes);
  let into = place(target_address, 0u, bytes);
  ${stopped}
  let step = select(1u, 4u, ((source | into | bytes) & 3u) == 0u);
  for (var done = 0u; done < bytes; done += step) {
    // From the end where the target begins inside the source.
    let at = select(done, bytes - step - done, into > source);
    if (step == 4u) { store32(into + at, load32(source + at)); } else { store8(into + at, load8(source + at)); }
  }
}`

/** Reads the segment, which stands in the shader as words. */
function initialise(segment: number): string {
  return `fn memory_init${segment}(address: u32, offset: u32, bytes: u32) {
  let into = place(address, 0u, bytes);
  if (offset > data${segment}_bytes || data${segment}_bytes - offset < bytes) { stopped |= 0x80000000u; }
  ${stopped}
  for (var done = 0u; done < bytes; done += 1u) {
    let byte = offset + done;
    store8(into + done, data${segment}[byte >> 2u] >> ((byte & 3u) << 3u));
  }
}`
}
