/** Fails when a source file has grown beyond what can be read in one sitting, and lists those that may. */
import { checkBudgets } from './checks/budgets.ts'
import { report } from './checks/report.ts'
import { readSourceFiles } from './checks/source-files.ts'

const files = readSourceFiles('src')
const { breaches, waived } = checkBudgets(files)
for (const line of waived) console.log(line)
report('budgets', `${files.length} files`, breaches)
