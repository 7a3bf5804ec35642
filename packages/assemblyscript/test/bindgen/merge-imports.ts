/** Import statements without repetition, one for each name. */
export function mergeImports(statements: readonly string[]): readonly string[] {
  const single = statements.flatMap((text) =>
    [...text.replaceAll('\n', ' ').matchAll(/import \{ (.*?),? \} from '(.*?)'/g)].flatMap(
      ([, list, module]) => list!.split(/, */).map((name) => `import { ${name.trim()} } from '${module}'`),
    ),
  )
  return [...new Set(single)]
}
