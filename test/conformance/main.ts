/**
 * `npm run conformance`: compares Ottla's bytes with those of Apache Kafka's own classes. It needs Java 17 and Maven;
 * without Java it says so and succeeds, except where `CI=true`, where nothing may go unchecked.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findJava } from '../support/java.ts'
import type { ConformanceResult } from './conformance-result.ts'

/** The probes are written for this release of Java. */
const minJavaVersion = 17

const parts = ['messages', 'records']

const java = findJava()
if (java === undefined || java.version < minJavaVersion) {
  const found = java === undefined ? 'there is no Java' : `this is Java ${java.version}`
  process.stdout.write(`conformance: skipped, it needs Java ${minJavaVersion} and ${found}\n`)
  if (process.env.CI === 'true') process.exitCode = 1
} else {
  await runParts()
}

async function runParts(): Promise<void> {
  let passed = 0
  let failed = 0
  for (const part of parts) {
    const file = join(import.meta.dirname, part, 'main.ts')
    if (!existsSync(file)) {
      process.stdout.write(`conformance: there is no part ${part}\n`)
      continue
    }
    const { run } = (await import(pathToFileURL(file).href)) as { run: () => Promise<ConformanceResult> }
    const startMs = performance.now()
    const result = await run()
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    process.stdout.write(`conformance: ${result.summary} (${seconds} s)\n`)
    passed += result.passed
    failed += result.failed
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}
