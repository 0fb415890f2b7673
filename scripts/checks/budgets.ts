/** A file holds one concept and stays readable in one sitting. */
import type { SourceFile } from './source-files.ts'

export const MAX_LINES = 450
/** In one of a file's first lines: `// budget: 520 lines, because ...`. */
const WAIVER = /^\s*(?:\/\/|\*)[ \t]*budget:[ \t]*(\S.*)$/m
const WAIVER_LINES = 5
/** Generated files say so in their first line. */
const GENERATED = /^\/[/*].*\bgenerated\b/i

export interface BudgetFindings {
  readonly breaches: readonly string[]
  /** Files over the budget that say why. */
  readonly waived: readonly string[]
}

export function checkBudgets(files: readonly SourceFile[]): BudgetFindings {
  const breaches: string[] = []
  const waived: string[] = []
  for (const { path, text } of files) {
    const lines = text.split('\n')
    const lineCount = lines.at(-1) === '' ? lines.length - 1 : lines.length
    if (lineCount <= MAX_LINES || GENERATED.test(lines[0] ?? '')) continue
    const reason = WAIVER.exec(lines.slice(0, WAIVER_LINES).join('\n'))?.[1]
    if (reason === undefined) breaches.push(`${path}: ${lineCount} lines → at most ${MAX_LINES}; split it by concept`)
    else waived.push(`${path}: ${lineCount} lines, waived: ${reason}`)
  }
  return { breaches, waived }
}
