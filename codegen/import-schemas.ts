/**
 * `node codegen/import-schemas.ts FOLDER`: reads the message schemas and the error codes out of the `kafka-clients` jar in
 * a folder (which must hold `slf4j-api` too) and writes their facts to `schemas/`. Needed only when Kafka has a new
 * release; generating needs neither Java nor the jar.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSchema } from './parse-schema.ts'

const [jarDir] = process.argv.slice(2)
if (jarDir === undefined) throw new Error('Usage: node codegen/import-schemas.ts FOLDER')
const jarName = readdirSync(jarDir).find((file) => /^kafka-clients-[\d.]+\.jar$/.test(file))
if (jarName === undefined) throw new Error(`No kafka-clients jar in ${jarDir}`)
const jar = join(jarDir, jarName)

const schemasDir = join(import.meta.dirname, '..', 'schemas')
const unpackDir = mkdtempSync(join(tmpdir(), 'kafka-schemas-'))
try {
  execFileSync('unzip', ['-qo', jar, 'common/message/*.json', '-d', unpackDir])
  for (const old of readdirSync(schemasDir)) if (old.endsWith('.json')) rmSync(join(schemasDir, old))
  const sourceDir = join(unpackDir, 'common/message')
  for (const file of readdirSync(sourceDir).sort()) {
    const spec = parseSchema(readFileSync(join(sourceDir, file), 'utf8'))
    writeFileSync(join(schemasDir, file), `${JSON.stringify(spec, null, 2)}\n`)
  }
  const errorTable = join(import.meta.dirname, 'java', 'ErrorTable.java')
  const errors = execFileSync('java', ['-cp', join(jarDir, '*'), errorTable], { encoding: 'utf8' })
  writeFileSync(join(schemasDir, 'errors.json'), errors)
  const sha256 = createHash('sha256').update(readFileSync(jar)).digest('hex')
  writeFileSync(join(schemasDir, 'VERSION'), `${jarName}\nsha256 ${sha256}\n`)
} finally {
  rmSync(unpackDir, { recursive: true })
}
