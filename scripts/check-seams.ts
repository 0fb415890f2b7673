/** Fails when the core reads the clock through `Date`, the one way that oxlint's rules cannot express. */
import { findClockReads } from './checks/clock-reads.ts'
import { report } from './checks/report.ts'
import { readSourceFiles } from './checks/source-files.ts'

const files = readSourceFiles('src').filter((file) => !/^src\/(platform|simulation|cli)\//.test(file.path))
report('seams', `${files.length} files`, files.flatMap(findClockReads))
