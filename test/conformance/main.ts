/**
 * `npm run conformance`: compares Ottla's bytes with those of Apache Kafka's own classes. It needs Java 17 and Maven;
 * without Java it says so and succeeds, except where `CI=true`, where nothing may go unchecked.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findJava, findMaven } from '../support/java.ts'
import type { ConformanceResult } from './conformance-result.ts'

/** The probes are written for this release of Java. */
const minJavaVersion = 17

const parts = ['messages', 'records']

const missing = whatIsMissing()
if (missing === undefined) await runParts()
else {
  process.stdout.write(`conformance: skipped, ${missing}\n`)
  if (process.env.CI === 'true') process.exitCode = 1
}

function whatIsMissing(): string | undefined {
  const java = findJava()
  if (java === undefined) return 'there is no Java'
  if (java.version < minJavaVersion) return `it needs Java ${minJavaVersion} and this is Java ${java.version}`
  return findMaven() === undefined ? 'there is no Maven' : undefined
}

async function runParts(): Promise<void> {
  let passed = 0
  let failed = 0
  for (const part of parts) {
    const startMs = performance.now()
    const result = await runPart(part)
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    process.stdout.write(`conformance: ${result.summary} (${seconds} s)\n`)
    passed += result.passed
    failed += result.failed
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}

/** A part that cannot be run to its end counts as one failure, so that the others still are. */
async function runPart(part: string): Promise<ConformanceResult> {
  const file = join(import.meta.dirname, part, 'main.ts')
  try {
    const { run } = (await import(pathToFileURL(file).href)) as { run: () => Promise<ConformanceResult> }
    return await run()
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { summary: `${part} FAILED: ${reason}`, passed: 0, failed: 1 }
  }
}
