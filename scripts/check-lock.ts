/** Fails when `package-lock.json` only works where it was written; `--fix` adds what is missing. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { completeLock, findLockBreaches, type LockFile } from './checks/lock-file.ts'
import { report } from './checks/report.ts'
import { ROOT } from './checks/source-files.ts'

const path = join(ROOT, 'package-lock.json')
let lock = JSON.parse(readFileSync(path, 'utf8')) as LockFile
if (process.argv.includes('--fix')) {
  lock = completeLock(lock)
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
}
report('lock file', `${Object.keys(lock.packages).length} packages`, findLockBreaches(lock))
