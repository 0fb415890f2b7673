/**
 * What CI runs beyond `npm test`, which has to come first: the unit tests on the other supported releases of Node, the
 * integration tests on a cluster of three and on a broker in Docker. Ends with the totals of both.
 */

import { integrationInDocker } from './suites/docker-suite.ts'
import { otherNode } from './suites/other-node.ts'
import { loadResults, runSuites } from './suites/run-suites.ts'
import { type Suite, vitest } from './suites/suite.ts'
import { renderSummary, renderTotals, totalsOf } from './suites/summary.ts'

// The tests that start clusters of their own do not depend on the shared broker, and have run in `npm test`.
const onThreeNodes = { OTTLA_BROKERS: 'java', OTTLA_NODES: '3', OTTLA_OWN_CLUSTERS: 'no' }

const suites: readonly Suite[] = [
  unitOnNode(22),
  unitOnNode(26),
  vitest('integration, 3 nodes', 'integration', { environment: onThreeNodes }),
  integrationInDocker('integration, Docker'),
]

const results = [...loadResults('npm test'), ...(await runSuites(suites))]
const totals = totalsOf(results)
console.log(renderSummary(results))
console.log(renderTotals(totals))
process.exitCode = totals.failed === 0 ? 0 : 1

function unitOnNode(major: number): Suite {
  const name = `unit, Node ${major}`
  return { name, run: async () => vitest(name, 'unit', { node: await otherNode(major) }).run() }
}
