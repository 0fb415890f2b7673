/** Removes the build output that is named: `node scripts/clean.ts dist`. */
import { rmSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const REMOVABLE = ['dist', 'coverage', '.cache']

for (const name of process.argv.slice(2)) {
  const folder = resolve(root, name)
  if (dirname(folder) !== root || !REMOVABLE.includes(basename(folder))) {
    console.error(`Refusing to remove ${name}: only ${REMOVABLE.join(', ')} are made by the build`)
    process.exit(1)
  }
  rmSync(folder, { recursive: true, force: true })
}
