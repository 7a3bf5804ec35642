import * as assemblyscript from 'assemblyscript'

// The compiler declares its enums `const`, which isolated modules cannot read, but it does ship their objects.
const shipped = assemblyscript as unknown as {
  readonly CommonFlags: { readonly Export: assemblyscript.CommonFlags }
  readonly DiagnosticCategory: { readonly Error: assemblyscript.DiagnosticCategory }
  readonly DiagnosticCode: { readonly User_defined_0: assemblyscript.DiagnosticCode }
  readonly ParameterKind: { readonly Default: assemblyscript.ParameterKind }
  readonly Runtime: { readonly Minimal: number }
}

export const compilerEnums = {
  CommonFlags: shipped.CommonFlags,
  DiagnosticCategory: shipped.DiagnosticCategory,
  DiagnosticCode: shipped.DiagnosticCode,
  ParameterKind: shipped.ParameterKind,
  Runtime: shipped.Runtime,
} as const
