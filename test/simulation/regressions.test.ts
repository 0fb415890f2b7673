/** Plans that have failed once. Each names the failure that it showed, and must never fail again. */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseStoredPlan } from '../../src/simulation/stored-plan.ts'
import { clusters, prepareProcess, problemsOf, run } from './prepare.ts'

const folder = new URL('./regressions/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const stored = files.map((name) => parseStoredPlan(readFileSync(new URL(name, folder), 'utf8')))

beforeAll(prepareProcess)

describe.each(clusters)('On the %s cluster', (name, createCluster) => {
  // The kernel's own small cluster has no groups.
  it.each(stored.filter(({ plan }) => plan.group === undefined || name === 'embedded'))('$about', async ({ plan }) => {
    expect(problemsOf(await run(plan, createCluster))).toEqual([])
  })
})
