/** The address of the component that `weftGuest` of `@weft/assemblyscript/plugin` builds. */
declare module '*.ts?component' {
  const url: string
  // biome-ignore lint/style/noDefaultExport: what a bundler makes of a file is its default export.
  export default url
}

/** The component itself. */
declare module '*.ts?component&bytes' {
  const bytes: Uint8Array<ArrayBuffer>
  // biome-ignore lint/style/noDefaultExport: what a bundler makes of a file is its default export.
  export default bytes
}
