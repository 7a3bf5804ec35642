/** The kind of device a guest hopes for. The host may choose another. */
export const enum DeviceKind {
  Sequential = 0,
  Cpu = 1,
  DiscreteGpu = 2,
  IntegratedGpu = 3,
}

/** What kernels may do with a buffer. */
export const enum Access {
  Read = 0,
  Write = 1,
  ReadWrite = 2,
}

/** What a call of the interface returns. */
export const enum Errno {
  Success = 0,
  InvalidDeviceKind = 1,
  NoDevice = 2,
  InvalidHandle = 3,
  WrongDevice = 4,
  AccessDenied = 5,
  InvalidSize = 6,
  OutOfBounds = 7,
  OutOfMemory = 8,
  LimitExceeded = 9,
  InvalidKernel = 10,
  KernelSignature = 11,
  UnsupportedKernel = 12,
  InvalidTableIndex = 13,
  KernelTrap = 14,
  TimedOut = 15,
  Cancelled = 16,
  DeviceLost = 17,
  Internal = 18,
}

/** The interface's own name of an errno. */
export function errnoName(errno: i32): string {
  switch (errno) {
    case Errno.Success: return 'success'
    case Errno.InvalidDeviceKind: return 'invalid_device_kind'
    case Errno.NoDevice: return 'no_device'
    case Errno.InvalidHandle: return 'invalid_handle'
    case Errno.WrongDevice: return 'wrong_device'
    case Errno.AccessDenied: return 'access_denied'
    case Errno.InvalidSize: return 'invalid_size'
    case Errno.OutOfBounds: return 'out_of_bounds'
    case Errno.OutOfMemory: return 'out_of_memory'
    case Errno.LimitExceeded: return 'limit_exceeded'
    case Errno.InvalidKernel: return 'invalid_kernel'
    case Errno.KernelSignature: return 'kernel_signature'
    case Errno.UnsupportedKernel: return 'unsupported_kernel'
    case Errno.InvalidTableIndex: return 'invalid_table_index'
    case Errno.KernelTrap: return 'kernel_trap'
    case Errno.TimedOut: return 'timed_out'
    case Errno.Cancelled: return 'cancelled'
    case Errno.DeviceLost: return 'device_lost'
    case Errno.Internal: return 'internal'
    default: return 'errno ' + errno.toString()
  }
}
