// Written by scripts/generate.js from kernels/*.wat and kernels/table.js. Do not edit.
import type { KernelModule } from '../interface.js'

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

export const countKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABCQFgBX9/f39/AAIPAQAGbWVtb3J5AgMAgIAEAwIBAAcKAQZrZXJuZWwAAAoTAREAIAMgAEECdGpBAf4eAgAaCwBPBG5hbWUBCQEABmtlcm5lbAI9AQAFAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDBmNvdW50cwQNY291bnRzX2xlbmd0aA=='),
  bufferCount: 1,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 56, sourceIndex: 100, sourceOffset: 65592 },
  ],
}

export const argumentsKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABCQFgBX9/f39/AAIPAQAGbWVtb3J5AgMAgIAEAwIBAAcKAQZrZXJuZWwAAAolASMBAX8gAyAAQQxsaiEFIAUgADYCACAFIAE2AgQgBSACNgIICwBZBG5hbWUBCQEABmtlcm5lbAJHAQAGAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDB3JlY29yZHMEDnJlY29yZHNfbGVuZ3RoBQZyZWNvcmQ='),
  bufferCount: 1,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 56, sourceIndex: 100, sourceOffset: 65592 },
  ],
}

export const orderKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDwFgC39/f39/f39/f39/AAIPAQAGbWVtb3J5AgMAgIAEAwIBAAcKAQZrZXJuZWwAAAo+ATwAIAkgBDYCACAJIAY2AgQgCSAINgIIIAkgCjYCDCAJIAMoAgA2AhAgCSAFKAIANgIUIAkgBygCADYCGAsAbARuYW1lAQkBAAZrZXJuZWwCWgEACwAJaXRlcmF0aW9uAQppdGVyYXRpb25zAgpibG9ja19zaXplAwFhBAhhX2xlbmd0aAUBYgYIYl9sZW5ndGgHAWMICGNfbGVuZ3RoCQFkCghkX2xlbmd0aA=='),
  bufferCount: 4,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 62, sourceIndex: 100, sourceOffset: 65598 },
  ],
}

export const affineKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDQFgCX9/f39/f39/fwACDwEABm1lbW9yeQIDAICABAMCAQAHCgEGa2VybmVsAAAKKQEnAQF/IABBAnQhCSAHIAlqIAMgCWooAgAgBSgCAGwgBSgCBGo2AgALAIcBBG5hbWUBCQEABmtlcm5lbAJ1AQAKAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDBnNvdXJjZQQNc291cmNlX2xlbmd0aAUHZmFjdG9ycwYOZmFjdG9yc19sZW5ndGgHBnRhcmdldAgNdGFyZ2V0X2xlbmd0aAkGb2Zmc2V0'),
  bufferCount: 3,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 60, sourceIndex: 100, sourceOffset: 65596 },
  ],
}

export const manyBuffersKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABTgJgBH9/f38AYEN/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/AAIPAQAGbWVtb3J5AgMAgIAEAwMCAAEHCgEGa2VybmVsAAEKxAECHgEBfyAAQQJ0IQQgAiAEaiABIARqKAIAIANqNgIAC6IBACAAIAMgI0EAEAAgACAFICVBARAAIAAgByAnQQIQACAAIAkgKUEDEAAgACALICtBBBAAIAAgDSAtQQUQACAAIA8gL0EGEAAgACARIDFBBxAAIAAgEyAzQQgQACAAIBUgNUEJEAAgACAXIDdBChAAIAAgGSA5QQsQACAAIBsgO0EMEAAgACAdID1BDRAAIAAgHyA/QQ4QACAAICEgQUEPEAALALkFBG5hbWUBDwIABGNvcHkBBmtlcm5lbAKgBQIABQAJaXRlcmF0aW9uAQRmcm9tAgJ0bwMBawQGb2Zmc2V0AUMACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMDaW4wBAppbjBfbGVuZ3RoBQNpbjEGCmluMV9sZW5ndGgHA2luMggKaW4yX2xlbmd0aAkDaW4zCgppbjNfbGVuZ3RoCwNpbjQMCmluNF9sZW5ndGgNA2luNQ4KaW41X2xlbmd0aA8DaW42EAppbjZfbGVuZ3RoEQNpbjcSCmluN19sZW5ndGgTA2luOBQKaW44X2xlbmd0aBUDaW45FgppbjlfbGVuZ3RoFwRpbjEwGAtpbjEwX2xlbmd0aBkEaW4xMRoLaW4xMV9sZW5ndGgbBGluMTIcC2luMTJfbGVuZ3RoHQRpbjEzHgtpbjEzX2xlbmd0aB8EaW4xNCALaW4xNF9sZW5ndGghBGluMTUiC2luMTVfbGVuZ3RoIwRvdXQwJAtvdXQwX2xlbmd0aCUEb3V0MSYLb3V0MV9sZW5ndGgnBG91dDIoC291dDJfbGVuZ3RoKQRvdXQzKgtvdXQzX2xlbmd0aCsEb3V0NCwLb3V0NF9sZW5ndGgtBG91dDUuC291dDVfbGVuZ3RoLwRvdXQ2MAtvdXQ2X2xlbmd0aDEEb3V0NzILb3V0N19sZW5ndGgzBG91dDg0C291dDhfbGVuZ3RoNQRvdXQ5NgtvdXQ5X2xlbmd0aDcFb3V0MTA4DG91dDEwX2xlbmd0aDkFb3V0MTE6DG91dDExX2xlbmd0aDsFb3V0MTI8DG91dDEyX2xlbmd0aD0Fb3V0MTM+DG91dDEzX2xlbmd0aD8Fb3V0MTRADG91dDE0X2xlbmd0aEEFb3V0MTVCDG91dDE1X2xlbmd0aA=='),
  bufferCount: 32,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'copy', offset: 127, sourceIndex: 100, sourceOffset: 65663 },
    { name: 'kernel', offset: 159, sourceIndex: 101, sourceOffset: 65695 },
  ],
}

export const float64Kernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDQFgCX9/f39/f39/fwACDwEABm1lbW9yeQIDAICABAMCAQAHCgEGa2VybmVsAAAKZQFjAgF/AnwgByAAQTBsaiEJIAMgAEEDdGorAwAhCiAFIABBA3RqKwMAIQsgCSAKIAugOQMAIAkgCiALojkDCCAJIAogC6M5AxAgCSAKmZ85AxggCSAKnDkDICAJIAogC6Q5AygLAHkEbmFtZQEJAQAGa2VybmVsAmcBAAwACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMBYQQIYV9sZW5ndGgFAWIGCGJfbGVuZ3RoBwdyZXN1bHRzCA5yZXN1bHRzX2xlbmd0aAkGcmVjb3JkCgF4CwF5'),
  bufferCount: 3,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 60, sourceIndex: 100, sourceOffset: 65596 },
  ],
}

export const integer64Kernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDQFgCX9/f39/f39/fwACDwEABm1lbW9yeQIDAICABAMCAQAHCgEGa2VybmVsAAAKXwFdAgF/An4gByAAQShsaiEJIAMgAEEDdGopAwAhCiAFIABBA3RqKQMAIQsgCSAKIAt+NwMAIAkgCiALQgGEgDcDCCAJIAogC4k3AxAgCSAKIAuHNwMYIAkgCnk3AyALAHkEbmFtZQEJAQAGa2VybmVsAmcBAAwACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMBYQQIYV9sZW5ndGgFAWIGCGJfbGVuZ3RoBwdyZXN1bHRzCA5yZXN1bHRzX2xlbmd0aAkGcmVjb3JkCgF4CwF5'),
  bufferCount: 3,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 60, sourceIndex: 100, sourceOffset: 65596 },
  ],
}

export const vector128Kernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDQFgCX9/f39/f39/fwACDwEABm1lbW9yeQIDAICABAMCAQAHCgEGa2VybmVsAAAKYwFhAgF/AnsgByAAQTBsaiEJIAMgAEEEdGr9AAQAIQogBSAAQQR0av0ABAAhCyAJIAogC/21Af0LBAAgCSAKIAv9DQAQARECEgMTBBQFFQYWBxf9CwQQIAkgCiAL/XD9CwQgCwB5BG5hbWUBCQEABmtlcm5lbAJnAQAMAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDAWEECGFfbGVuZ3RoBQFiBghiX2xlbmd0aAcHcmVzdWx0cwgOcmVzdWx0c19sZW5ndGgJBnJlY29yZAoBeAsBeQ=='),
  bufferCount: 3,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 60, sourceIndex: 100, sourceOffset: 65596 },
  ],
}

export const staticsKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABCQFgBX9/f39/AAIPAQAGbWVtb3J5AgMAgIAEAwIBAAcKAQZrZXJuZWwAAApAAT4BAX8gAyAAQQN0aiEFIAVBgAgoAgA2AgAgBUGQCCgCADYCBCABQQFGBEBBgAhB4wA2AgBBkAhB4wA2AgALCwBTBG5hbWUBCQEABmtlcm5lbAJBAQAGAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDBHNlZW4EC3NlZW5fbGVuZ3RoBQZyZWNvcmQ='),
  bufferCount: 1,
  statics: [{ address: 1024, bytes: Uint8Array.of(1, 2, 3, 4) }],
  staticBytes: 2048,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 56, sourceIndex: 100, sourceOffset: 65592 },
  ],
}

export const stackKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDgJgAX8Bf2AFf39/f38AAg8BAAZtZW1vcnkCAwCAgAQDBAMAAAEGBgF/AUEACwcaAg1zdGFja19wb2ludGVyAwAGa2VybmVsAAIKfgMhAQF/A0AgAUGNzOUAbCAAaiEBIABBAWshACAADQALIAELPQEBfyMAQYAgayEBIAEkACABIAA2AgAgASAANgL8HyABQfQDEAA2AgggAUGAIGokACABKAIAIAEoAvwfagscACADIABBAnRqIwBBD3EEf0F/BSAAEAELNgIACwCPAQRuYW1lARYDAAR3YWl0AQVzcGlsbAIGa2VybmVsAl4DAAIABnJvdW5kcwEFdmFsdWUBAgAJaXRlcmF0aW9uAQVmcmFtZQIFAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDBHNlZW4EC3NlZW5fbGVuZ3RoBxABAA1zdGFja19wb2ludGVy'),
  bufferCount: 1,
  statics: [],
  staticBytes: 0,
  stack: { exportName: 'stack_pointer', sizeBytes: 4096 },
  globals: [],
  functions: [
    { name: 'wait', offset: 87, sourceIndex: 100, sourceOffset: 65623 },
    { name: 'spill', offset: 121, sourceIndex: 101, sourceOffset: 65657 },
    { name: 'kernel', offset: 183, sourceIndex: 102, sourceOffset: 65719 },
  ],
}

export const globalsKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABCQFgBX9/f39/AAIPAQAGbWVtb3J5AgMAgIAEAwIBAAYfBH8BQQALfgFCAAt9AUMAAAAAC3wBRAAAAAAAAAAACwcaBQFpAwABbAMBAWYDAgFkAwMGa2VybmVsAAAKUAFOAQF/IAMgAEEYbGohBSAFIwM5AwAgBSMBNwMIIAUjAjgCECAFIwA2AhQgAUEBRgRAQeMAJABC4wAkAUMAAMZCJAJEAAAAAADAWEAkAwsLAGgEbmFtZQEJAQAGa2VybmVsAkcBAAYACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMHcmVjb3JkcwQOcmVjb3Jkc19sZW5ndGgFBnJlY29yZAcNBAABaQEBbAIBZgMBZA=='),
  bufferCount: 1,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [
    { exportName: 'i', type: 'i32', initial: -7 },
    { exportName: 'l', type: 'i64', initial: 1099511627777n },
    { exportName: 'f', type: 'f32', initial: 0.5 },
    { exportName: 'd', type: 'f64', initial: -1.25 },
  ],
  functions: [
    { name: 'kernel', offset: 105, sourceIndex: 100, sourceOffset: 65641 },
  ],
}

export const callsKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDgJgAX8Bf2AFf39/f38AAg8BAAZtZW1vcnkCAwCAgAQDBgUAAAAAAQQFAXABAwMHCgEGa2VybmVsAAQJCQEAQQALAwABAgo7BQQAIAALBwAgAEEBdAsHAEEAIABrCwcAIAAgAGwLHAAgAyAAQQJ0aiAAQQFqEAMgAEEDcBEAADYCAAsAiAEEbmFtZQErBQAIaWRlbnRpdHkBBmRvdWJsZQIGbmVnYXRlAwZzcXVhcmUEBmtlcm5lbAJKBQAAAQACAAMBAAFuBAUACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMHcmVzdWx0cwQOcmVzdWx0c19sZW5ndGgECAEABXVuYXJ5'),
  bufferCount: 1,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'identity', offset: 83, sourceIndex: 100, sourceOffset: 65619 },
    { name: 'double', offset: 88, sourceIndex: 101, sourceOffset: 65624 },
    { name: 'negate', offset: 96, sourceIndex: 102, sourceOffset: 65632 },
    { name: 'square', offset: 104, sourceIndex: 103, sourceOffset: 65640 },
    { name: 'kernel', offset: 112, sourceIndex: 104, sourceOffset: 65648 },
  ],
}

export const recursionKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABDgJgAX8Bf2AFf39/f38AAg8BAAZtZW1vcnkCAwCAgAQDAwIAAQcKAQZrZXJuZWwAAQowAhwAIABBAkkEfyAABSAAQQFrEAAgAEECaxAAagsLEQAgAyAAQQJ0aiAAEAA2AgALAGEEbmFtZQEUAgAJZmlib25hY2NpAQZrZXJuZWwCRAIAAQABbgEFAAlpdGVyYXRpb24BCml0ZXJhdGlvbnMCCmJsb2NrX3NpemUDB3Jlc3VsdHMEDnJlc3VsdHNfbGVuZ3Ro'),
  bufferCount: 1,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'fibonacci', offset: 62, sourceIndex: 100, sourceOffset: 65598 },
    { name: 'kernel', offset: 91, sourceIndex: 101, sourceOffset: 65627 },
  ],
}

export const trapsKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABGgVgAABgAX4AYAF/AGABfABgB39/f39/f38AAg8BAAZtZW1vcnkCAwCAgAQDCwoBAAACAgMAAAIEBAUBcAEBAQcKAQZrZXJuZWwACQkHAQBBAAsBAAq6AQoCAAsDAAALDABBfykD/////w8aCwgAQQEgAG0aCwwAQYCAgIB4IABtGgsGACAAqhoLBwBBBxEAAAsHAEEAEQAAC1UAIABBAUYEQBABCyAAQQJGBEAQAgsgAEEDRgRAQQAQAwsgAEEERgRAQX8QBAsgAEEFRgRARAAAAAAAAPh/EAULIABBBkYEQBAGCyAAQQdGBEAQBwsLIQAgACADKAIERgRAIAMoAgAQCAsgBSAAQQJ0akEBNgIACwCkAgRuYW1lAYYBCgAJdGFrZXNfaTY0ARB0cmFwX3VucmVhY2hhYmxlAgt0cmFwX2JvdW5kcwMNdHJhcF9kaXZpc2lvbgQNdHJhcF9vdmVyZmxvdwUPdHJhcF9jb252ZXJzaW9uBgx0cmFwX2VsZW1lbnQHDnRyYXBfc2lnbmF0dXJlCAR0cmFwCQZrZXJuZWwCggEKAAABAAIAAwEABHplcm8EAQAJbWludXNfb25lBQEADG5vdF9hX251bWJlcgYABwAIAQADd2F5CQcACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMEcGxhbgQLcGxhbl9sZW5ndGgFBGRvbmUGC2RvbmVfbGVuZ3RoBA8CAAVwbGFpbgEFb3RoZXI='),
  bufferCount: 2,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'takes_i64', offset: 99, sourceIndex: 100, sourceOffset: 65635 },
    { name: 'trap_unreachable', offset: 102, sourceIndex: 101, sourceOffset: 65638 },
    { name: 'trap_bounds', offset: 106, sourceIndex: 102, sourceOffset: 65642 },
    { name: 'trap_division', offset: 119, sourceIndex: 103, sourceOffset: 65655 },
    { name: 'trap_overflow', offset: 128, sourceIndex: 104, sourceOffset: 65664 },
    { name: 'trap_conversion', offset: 141, sourceIndex: 105, sourceOffset: 65677 },
    { name: 'trap_element', offset: 148, sourceIndex: 106, sourceOffset: 65684 },
    { name: 'trap_signature', offset: 156, sourceIndex: 107, sourceOffset: 65692 },
    { name: 'trap', offset: 164, sourceIndex: 108, sourceOffset: 65700 },
    { name: 'kernel', offset: 250, sourceIndex: 109, sourceOffset: 65786 },
  ],
}

export const exhaustionKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABEAJgAX8Bf2AHf39/f39/fwACDwEABm1lbW9yeQIDAICABAMDAgABBwoBBmtlcm5lbAABCi4CDAAgAEEBahAAIABqCx8AIAAgAygCBEYEQEEAEAAaCyAFIABBAnRqQQE2AgALAHMEbmFtZQEVAgAKdHJhcF9zdGFjawEGa2VybmVsAlUCAAEABWRlcHRoAQcACWl0ZXJhdGlvbgEKaXRlcmF0aW9ucwIKYmxvY2tfc2l6ZQMEcGxhbgQLcGxhbl9sZW5ndGgFBGRvbmUGC2RvbmVfbGVuZ3Ro'),
  bufferCount: 2,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'trap_stack', offset: 64, sourceIndex: 100, sourceOffset: 65600 },
    { name: 'kernel', offset: 77, sourceIndex: 101, sourceOffset: 65613 },
  ],
}

export const endlessKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABBwFgA39/fwACDwEABm1lbW9yeQIDAICABAMCAQAHCgEGa2VybmVsAAAKOgE4AQF/IABBAWogAUYEQCABIQMDQCADIANBDXRzIQMgAyADQRF2cyEDIAMgA0EFdHMhAyADDQALCwsAOwRuYW1lAQkBAAZrZXJuZWwCKQEABAAJaXRlcmF0aW9uAQppdGVyYXRpb25zAgpibG9ja19zaXplAwF4'),
  bufferCount: 0,
  statics: [],
  staticBytes: 0,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 54, sourceIndex: 100, sourceOffset: 65590 },
  ],
}

export const scratchKernel: KernelModule = {
  bytes: decodeBase64('AGFzbQEAAAABBwFgA39/fwACDwEABm1lbW9yeQIDAICABAMCAQAHCgEGa2VybmVsAAAKDQELAEH8/wMgADYCAAsAOARuYW1lAQkBAAZrZXJuZWwCJgEAAwAJaXRlcmF0aW9uAQppdGVyYXRpb25zAgpibG9ja19zaXpl'),
  bufferCount: 0,
  statics: [],
  staticBytes: 0,
  memoryBytes: 65536,
  stack: undefined,
  globals: [],
  functions: [
    { name: 'kernel', offset: 54, sourceIndex: 100, sourceOffset: 65590 },
  ],
}
