/** Flags of WebGPU, by their values in the specification (§5.1, §9): hosts other than browsers lack the globals. */
export const bufferUsage = {
  mapRead: 0x1,
  copySource: 0x4,
  copyTarget: 0x8,
  storage: 0x80,
  queryResolve: 0x200,
} as const

/** `GPUMapMode.READ`. */
export const mapModeRead = 0x1

/** `GPUShaderStage.COMPUTE`. */
export const computeStage = 0x4
