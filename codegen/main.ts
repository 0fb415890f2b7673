/**
 * `npm run generate`: writes `src/protocol/messages/`, `src/protocol/apis.ts` and `src/errors/error-codes.ts` from
 * `schemas/`. With `--check` it writes nothing and fails when what is there differs from what it would write.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planMessage } from './plan-message.ts'
import { printMessage } from './print-message.ts'
import { fileNameOf, printApis, printErrors, printIndex } from './print-tables.ts'
import type { ErrorSpec, MessageSpec } from './spec.ts'

const root = new URL('..', import.meta.url).pathname
const messagesDir = 'src/protocol/messages'

const files = generateAll()
const isCheck = process.argv.includes('--check')
if (isCheck) check(files)
else write(files)

/** File contents by their path from the project's root. */
function generateAll(): Map<string, string> {
  const schemasDir = join(root, 'schemas')
  const schemas = readdirSync(schemasDir).filter((file) => file.endsWith('.json') && file !== 'errors.json')
  const generated = new Map<string, string>()
  const plans = schemas.sort().flatMap((file) => {
    const text = readFileSync(join(schemasDir, file), 'utf8')
    const spec = JSON.parse(text) as MessageSpec
    // Messages of former releases stay in Kafka's folder without a single valid version.
    if (spec.validVersions === 'none') return []
    const plan = planMessage(spec)
    generated.set(`${messagesDir}/${fileNameOf(spec.name)}.ts`, printMessage(plan, text))
    return [plan]
  })
  generated.set(`${messagesDir}/index.ts`, printIndex(plans))
  generated.set('src/protocol/apis.ts', printApis(plans))
  const errors = JSON.parse(readFileSync(join(schemasDir, 'errors.json'), 'utf8')) as ErrorSpec[]
  generated.set('src/errors/error-codes.ts', printErrors(errors))
  return generated
}

function write(contents: ReadonlyMap<string, string>): void {
  rmSync(join(root, messagesDir), { recursive: true, force: true })
  mkdirSync(join(root, messagesDir), { recursive: true })
  for (const [path, text] of contents) writeFileSync(join(root, path), text)
  process.stdout.write(`Generated ${contents.size} files\n`)
}

function check(contents: ReadonlyMap<string, string>): void {
  const stale: string[] = []
  for (const [path, text] of contents) {
    const file = join(root, path)
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) stale.push(path)
  }
  for (const file of readdirSync(join(root, messagesDir))) {
    if (!contents.has(`${messagesDir}/${file}`)) stale.push(`${messagesDir}/${file} (not generated)`)
  }
  if (stale.length === 0) {
    process.stdout.write(`Generated code is up to date (${contents.size} files)\n`)
    return
  }
  process.stderr.write(`Generated code differs; run \`npm run generate\`:\n${stale.map((path) => `  ${path}\n`).join('')}`)
  process.exitCode = 1
}
