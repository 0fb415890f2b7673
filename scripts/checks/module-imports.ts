/** Finds what a module imports, in every way that TypeScript has for it. */
import { parseSync, Visitor } from 'oxc-parser'
import { lineAt, type SourceFile } from './source-files.ts'

export interface ModuleImport {
  /** As written: `../errors/kafka-error.ts`, `node:net`. */
  readonly specifier: string
  readonly line: number
}

/**
 * `import`, `import type`, `export ... from`, `import('...')` and the type `import('...').T`; in order of appearance.
 *
 * @throws SyntaxError for a file that does not parse: what cannot be read cannot be vouched for.
 */
export function findImports({ path, text }: SourceFile): ModuleImport[] {
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error !== undefined) throw new SyntaxError(`Cannot parse ${path}: ${error.message}`)

  const found: { specifier: string; start: number }[] = []
  for (const { moduleRequest } of parsed.module.staticImports) {
    found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
  }
  for (const { entries } of parsed.module.staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest) found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
    }
  }
  const visitor = new Visitor({
    ImportExpression({ source }) {
      // A computed specifier stays as it is written, and no rule knows it.
      const specifier = source.type === 'Literal' ? String(source.value) : text.slice(source.start, source.end)
      found.push({ specifier, start: source.start })
    },
    TSImportType({ source }) {
      found.push({ specifier: source.value, start: source.start })
    },
  })
  visitor.visit(parsed.program)
  const inOrder = found.sort((left, right) => left.start - right.start)
  // `export { a, b } from` is reported once for each name.
  const unique = inOrder.filter((entry, index) => entry.start !== inOrder[index - 1]?.start)
  return unique.map(({ specifier, start }) => ({ specifier, line: lineAt(text, start) }))
}
