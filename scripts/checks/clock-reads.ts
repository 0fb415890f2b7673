/**
 * Finds `new Date()` and `Date()`, which read the real clock. All other ways to it are members, globals or modules that
 * oxlint and the layer check forbid; `new Date(ms)` and `Date.UTC()` are pure and stay allowed.
 */
import { parseSync, Visitor } from 'oxc-parser'
import { lineAt, type SourceFile } from './source-files.ts'

export function findClockReads(file: SourceFile): string[] {
  const found: string[] = []
  const add = (what: string, start: number): void => {
    const rule = 'only src/platform reads the clock; take a Clock and ask wallNow()'
    found.push(`${file.path}:${lineAt(file.text, start)}: ${what} → ${rule}`)
  }
  const visitor = new Visitor({
    NewExpression(node) {
      const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date'
      if (isDate && node.arguments.length === 0) add('new Date()', node.start)
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') add('Date()', node.start)
    },
  })
  visitor.visit(parseSync(file.path, file.text).program)
  return found
}
