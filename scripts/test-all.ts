/**
 * Everything that must hold before a change goes in, on the project's own Node: `npm test`.
 *
 * The suites against real brokers take the first that is there of KAFKA_BROKERS, Docker, and Java with Maven; without
 * any they are skipped, and the end of the output says so.
 */
import { whyNoJavaBrokers } from '../test/support/brokers/index.ts'
import { runSuites, saveResults } from './suites/run-suites.ts'
import { check, counting, type Suite, vitest } from './suites/suite.ts'
import { skippedSuite } from './suites/suite-result.ts'
import { renderSummary, renderTotals, totalsOf } from './suites/summary.ts'

const whyNoJava = process.env.OTTLA_BROKERS === 'none' ? 'OTTLA_BROKERS=none' : whyNoJavaBrokers()

const suites: readonly Suite[] = [
  check('types', 'npm', 'run', '--silent', 'typecheck'),
  check('format', 'biome', 'check', '.'),
  check('lint', 'oxlint', '--type-aware'),
  check('layers', 'node', 'scripts/check-layers.ts'),
  check('seams', 'node', 'scripts/check-seams.ts'),
  check('budgets', 'node', 'scripts/check-budgets.ts'),
  check('lock file', 'node', 'scripts/check-lock.ts'),
  check('generated code', 'node', 'codegen/main.ts', '--check'),
  check('package', 'node', 'scripts/check-package.ts'),
  check('unused code', 'knip'),
  vitest('unit', 'unit'),
  counting('simulation', 'node', 'scripts/simulate.ts', '--ci'),
  withJava(counting('conformance', 'node', 'test/conformance/main.ts')),
  vitest('integration', 'integration'),
  withJava(vitest('old brokers', 'smoke')),
]

const results = await runSuites(suites)
saveResults('npm test', results)
const totals = totalsOf(results)
console.log(renderSummary(results))
console.log(renderTotals(totals))
process.exitCode = totals.failed === 0 ? 0 : 1

/** In CI the suite runs all the same, and fails. */
function withJava(suite: Suite): Suite {
  if (whyNoJava === undefined || process.env.CI === 'true') return suite
  return { name: suite.name, run: async () => skippedSuite(suite.name, whyNoJava) }
}
