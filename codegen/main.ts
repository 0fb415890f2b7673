/**
 * `npm run generate`: writes `src/protocol/messages/`, `src/protocol/apis/`, `src/protocol/all-apis.ts` and
 * `src/errors/error-codes.ts` from `schemas/`. With `--check` it writes nothing and fails when what is there differs from
 * what it would write.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatFiles } from './format-files.ts'
import { planMessage } from './plan-message.ts'
import { printMessage } from './print-message.ts'
import { fileNameOf, printAllApis, printEachApi, printErrors, printIndex } from './print-tables.ts'
import type { ErrorSpec, MessageSpec } from './spec.ts'

const root = join(import.meta.dirname, '..')
const messagesDir = 'src/protocol/messages'
const apisDir = 'src/protocol/apis'

const files = formatFiles(root, generateAll())
const changed = [...files].filter(([path, text]) => readIfThere(path) !== text)
const orphans = [messagesDir, apisDir].flatMap(readdirIfThere).filter((path) => !files.has(path))
if (process.argv.includes('--check')) check()
else write()

/** File contents by their path from the project's root. */
function generateAll(): Map<string, string> {
  const schemasDir = join(root, 'schemas')
  const schemas = readdirSync(schemasDir).filter((file) => file.endsWith('.json') && file !== 'errors.json')
  const generated = new Map<string, string>()
  const plans = schemas.sort().flatMap((file) => {
    const spec = JSON.parse(readFileSync(join(schemasDir, file), 'utf8')) as MessageSpec
    // Messages of former releases stay in Kafka's folder without a single valid version.
    if (spec.validVersions === 'none') return []
    const plan = planMessage(spec)
    generated.set(`${messagesDir}/${fileNameOf(spec.name)}.ts`, printMessage(plan))
    return [plan]
  })
  generated.set(`${messagesDir}/index.ts`, printIndex(plans))
  for (const [fileName, text] of printEachApi(plans)) generated.set(`${apisDir}/${fileName}.ts`, text)
  generated.set('src/protocol/all-apis.ts', printAllApis(plans))
  const errors = JSON.parse(readFileSync(join(schemasDir, 'errors.json'), 'utf8')) as ErrorSpec[]
  generated.set('src/errors/error-codes.ts', printErrors(errors))
  return generated
}

function write(): void {
  for (const directory of [messagesDir, apisDir]) mkdirSync(join(root, directory), { recursive: true })
  for (const [path, text] of changed) writeFileSync(join(root, path), text)
  for (const path of orphans) rmSync(join(root, path), { recursive: true })
  process.stdout.write(`Generated ${files.size} files: ${changed.length} written, ${orphans.length} removed\n`)
}

function check(): void {
  const stale = [...changed.map(([path]) => path), ...orphans.map((path) => `${path} (nothing generates it)`)]
  if (stale.length === 0) {
    process.stdout.write(`Generated code is up to date (${files.size} files)\n`)
    return
  }
  const list = stale.map((path) => `  ${path}\n`).join('')
  process.stderr.write(`Generated code differs from schemas/; run \`npm run generate\`:\n${list}`)
  process.exitCode = 1
}

function readIfThere(path: string): string | undefined {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function readdirIfThere(directory: string): string[] {
  const path = join(root, directory)
  return existsSync(path) ? readdirSync(path).map((file) => `${directory}/${file}`) : []
}
