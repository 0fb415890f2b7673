/** A copy of the repository in which mistakes are planted, one after the other, while the original stays as it is. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../checks/source-files.ts'

export interface Edit {
  /** Below `src/`. */
  readonly file: string
  /** Must be there exactly once. */
  readonly from: string
  readonly to: string
}

export interface Mutant {
  readonly name: string
  readonly about: string
  readonly edits: readonly Edit[]
  /** Which plans of the simulation must find it. Default: those of producing. */
  readonly family?: 'produce' | 'groups'
}

/** No mistake at all: what is found here is not the mutants'. */
export const unchanged: Mutant = { name: 'unchanged', about: 'the source as it is', edits: [] }

export class PlantedCopy {
  readonly folder: string

  /** Copies `src`, and those folders and files. It is gone when the process ends. */
  constructor(paths: readonly string[]) {
    const cache = join(ROOT, '.cache')
    mkdirSync(cache, { recursive: true })
    this.folder = mkdtempSync(join(cache, 'mutants-'))
    process.on('exit', () => rmSync(this.folder, { recursive: true, force: true }))
    process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
    for (const path of ['src', 'package.json', 'tsconfig.json', ...paths])
      cpSync(join(ROOT, path), join(this.folder, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'))
  }

  /** Runs `examine` on the mutant. A sentence instead when a line that it changes is not there any more. */
  withMutant<T>(mutant: Mutant, examine: () => T): T | string {
    const originals = new Map<string, string>()
    try {
      for (const { file, from, to } of mutant.edits) {
        const path = join(this.folder, 'src', file)
        const text = readFileSync(path, 'utf8')
        if (text.split(from).length !== 2) return `${file} has changed: the line is not there`
        if (!originals.has(path)) originals.set(path, text)
        writeFileSync(
          path,
          text.replace(from, () => to),
        )
      }
      return examine()
    } finally {
      for (const [path, text] of originals) writeFileSync(path, text)
    }
  }
}
