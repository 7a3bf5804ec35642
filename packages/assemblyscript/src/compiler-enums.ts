import * as assemblyscript from 'assemblyscript'

// The compiler declares its enums `const`, which isolated modules cannot read, but it does ship their objects.
const shipped = assemblyscript as unknown as {
  readonly CommonFlags: {
    readonly Constructor: assemblyscript.CommonFlags
    readonly Export: assemblyscript.CommonFlags
    readonly Static: assemblyscript.CommonFlags
  }
  readonly DiagnosticCategory: { readonly Error: assemblyscript.DiagnosticCategory }
  readonly DiagnosticCode: { readonly User_defined_0: assemblyscript.DiagnosticCode }
  readonly ParameterKind: { readonly Default: assemblyscript.ParameterKind }
  readonly Precedence: { readonly UnaryPrefix: assemblyscript.Precedence }
  readonly Runtime: { readonly Minimal: number }
  readonly Token: { readonly Await: assemblyscript.Token }
}

export const compilerEnums = {
  CommonFlags: shipped.CommonFlags,
  DiagnosticCategory: shipped.DiagnosticCategory,
  DiagnosticCode: shipped.DiagnosticCode,
  ParameterKind: shipped.ParameterKind,
  Precedence: shipped.Precedence,
  Runtime: shipped.Runtime,
  Token: shipped.Token,
} as const
