/**
 * The same behaviour on every broker: the embedded cluster always, and the real one where the integration project provides
 * it. What differs is told in docs/internals/embedded-cluster.md, and nowhere skipped in silence.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { FakeCluster } from '../../src/testing/index.ts'

export interface BrokerUnderTest {
  readonly isEmbedded: boolean
  /** `host:port`, of one broker or of several. Only inside of tests and hooks. */
  readonly bootstrapServers: string
  /** The first of them. */
  readonly address: string
}

interface ProvidedBroker {
  readonly source: string
  readonly bootstrapServers?: string
  readonly reason?: string
}

/** A name that no other test and no earlier run has used. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`
}

/**
 * What a real broker answers at a moment depends on how busy it is with itself (assignments that are computed in the
 * background, state that is loaded): there a test fails that fails twice. The embedded cluster gets one try.
 */
const retriesOnReal = 1

export interface EveryBrokerOptions {
  /** Clients break the rules here on purpose; elsewhere the embedded cluster must not have seen a violation. */
  readonly breaksRules?: boolean
}

export function describeOnEveryBroker(
  title: string,
  define: (broker: BrokerUnderTest) => void,
  { breaksRules = false }: EveryBrokerOptions = {},
): void {
  describe(`${title} (embedded)`, () => {
    let cluster: FakeCluster | undefined
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 1, verifiesFrames: true })
    })
    afterAll(async () => {
      await cluster?.close()
      if (!breaksRules) cluster?.assertNoViolations()
    })
    define(underTest(true, () => cluster!.bootstrapServers))
  })
  // Only the integration project provides one; elsewhere there is nothing to inject.
  const real = inject('broker' as never) as ProvidedBroker | undefined
  if (real === undefined) return
  const { bootstrapServers, source, reason } = real
  // The raw protocol is spoken to one address, so it needs the broker that leads everything.
  const isOneBroker = bootstrapServers !== undefined && !bootstrapServers.includes(',')
  // CI compares with the first real broker; the later ones are for the public API.
  const isRepeat = process.env.OTTLA_OWN_CLUSTERS === 'no'
  const whyNot = isRepeat ? 'once is enough (OTTLA_OWN_CLUSTERS=no)' : (reason ?? 'not a single broker')
  const name = isOneBroker && !isRepeat ? source : `real: ${whyNot}`
  describe.skipIf(!isOneBroker || isRepeat)(`${title} (${name})`, { retry: retriesOnReal }, () => {
    define(underTest(false, () => bootstrapServers!))
  })
}

function underTest(isEmbedded: boolean, servers: () => string): BrokerUnderTest {
  return {
    isEmbedded,
    get bootstrapServers() {
      return servers()
    },
    get address() {
      return servers().split(',')[0]!
    },
  }
}
