import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BrokerPool } from '../../../src/network/broker-pool.ts'
import { resolveNetworkOptions } from '../../../src/network/network-options.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'
import { type Hold, ScriptedCluster } from '../../support/scripted-cluster.ts'
import { outcomeOf } from './network-world.ts'

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('request' as const), timeoutMs: fc.integer({ min: 5, max: 300 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unanswered' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat(30) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 40 }) }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: 'cut' as const }, { kind: 'close' as const }, { kind: 'stall' as const }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('server' as const),
      does: fc.constantFrom('never', 'drop', 'throttle', 'garble'),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'hold' as const }, { kind: 'release' as const }) },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** What may come out of a request; anything else is a broken promise of the connection. */
const expectedCodes = new Set(['REQUEST_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_REFUSED', 'CODEC_ERROR'])

class Play {
  readonly clock = new ManualClock()
  readonly cluster: ScriptedCluster
  readonly pool: BrokerPool
  readonly #outcomes: Promise<{ id: number; outcome: { value: { errorCode: number } } | { error: unknown } }>[] = []
  readonly #aborts: AbortController[] = []
  readonly #aborted = new Set<number>()
  readonly #settledOnce = new Map<number, number>()
  #hold: Hold | undefined

  constructor(seed: number) {
    const latency = new SeededRandom(seed).fork('latency')
    const latencyMs = () => Math.floor(latency.next() * 4)
    this.cluster = new ScriptedCluster({ clock: this.clock, seed, splitsChunks: true, latencyMs })
    this.cluster.answersAcks0 = seed % 2 === 0
    this.cluster.on(heartbeatApi, (request) => ({ errorCode: request.generationId }))
    this.cluster.on(produceApi, () => ({ responses: [] }))
    this.pool = new BrokerPool({
      platform: this.cluster.platform(),
      options: resolveNetworkOptions({ bootstrapServers: this.cluster.bootstrapServers, reconnectBackoffMs: 1 }),
    })
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const next of steps) await this.#do(next)
    this.#hold?.release()
    // Every deadline is below this, and no answer takes longer.
    await this.clock.advance(1_000)
    const early = await Promise.race([
      Promise.all(this.#outcomes),
      this.clock.settle().then(() => 'some never settled'),
    ])
    expect(early).not.toBe('some never settled')
    for (const { id, outcome } of await Promise.all(this.#outcomes)) this.#check(id, outcome)
  }

  async expectNothingLeft(): Promise<void> {
    await this.pool.close()
    await this.clock.settle()
    for (const connection of this.cluster.network.connections) connection.resume()
    expect(this.clock.liveTimers.filter((timer) => !timer.label.startsWith('connection '))).toEqual([])
    await this.clock.advance(100)
    expect(this.clock.liveTimers).toEqual([])
    expect(this.cluster.network.connections).toEqual([])
  }

  async #do(next: Step): Promise<void> {
    switch (next.kind) {
      case 'request':
        return this.#request(next.timeoutMs)
      case 'unanswered':
        return this.#sendUnanswered()
      case 'abort':
        return this.#abort(next.which)
      case 'advance':
        return this.clock.advance(next.ms)
      case 'cut':
        return this.cluster.node(1).cut()
      case 'close':
        return this.cluster.node(1).closeConnections()
      case 'stall':
        return this.cluster.node(1).stall()
      case 'hold':
        this.#hold ??= this.cluster.hold()
        return
      case 'release':
        this.#hold?.release()
        this.#hold = undefined
        return
      case 'server':
        return this.#script(next.does)
    }
  }

  #request(timeoutMs: number): void {
    const id = this.#outcomes.length + 1
    const controller = new AbortController()
    this.#aborts.push(controller)
    const body = { groupId: 'g', memberId: 'm'.repeat(id % 7), generationId: id }
    const answer = this.pool.seeds[0]!.request(heartbeatApi, body, { timeoutMs, signal: controller.signal })
    const count = (): void => void this.#settledOnce.set(id, (this.#settledOnce.get(id) ?? 0) + 1)
    answer.then(count, count)
    this.#outcomes.push(outcomeOf(answer).then((outcome) => ({ id, outcome })))
  }

  #sendUnanswered(): void {
    const body = { acks: 0, timeoutMs: 1, topicData: [] }
    const send = async () => {
      const connection = await this.pool.seeds[0]!.connection('control', { timeoutMs: 50 })
      await connection.requestWithoutResponse(produceApi, 9, body)
    }
    void outcomeOf(send())
  }

  #abort(which: number): void {
    if (this.#aborts.length === 0) return
    const index = which % this.#aborts.length
    this.#aborted.add(index + 1)
    this.#aborts[index]!.abort(new Error(`aborted ${index + 1}`))
  }

  #script(does: string): void {
    this.cluster.once(heartbeatApi, (request, call) => {
      if (does === 'throttle') return { errorCode: request.generationId, throttleTimeMs: 20 }
      if (does !== 'garble') return does === 'never' ? 'never' : 'drop'
      const frame = Buffer.from([0, 0, 0, 5, 0, 0, 0, 0, 9])
      frame.writeInt32BE(call.correlationId, 4)
      call.connection.server.write([frame])
      return 'never'
    })
  }

  #check(id: number, outcome: { value: { errorCode: number } } | { error: unknown }): void {
    expect(this.#settledOnce.get(id)).toBe(1)
    if ('value' in outcome) {
      expect(outcome.value.errorCode).toBe(id)
      return
    }
    const error = outcome.error as Error & { code?: string; retriable?: boolean }
    if (error.message === `aborted ${id}`) {
      expect(this.#aborted).toContain(id)
      return
    }
    expect(expectedCodes).toContain(error.code)
    if (error.code !== 'CODEC_ERROR') expect(error.retriable).toBe(true)
  }
}

describe('Whatever happens in whatever order', () => {
  it('each request settles once, with its own answer or its own error, and nothing is left behind', async () => {
    const seed = fc.integer({ min: 0, max: 1_000_000 })
    await fc.assert(
      fc.asyncProperty(seed, fc.array(step, { minLength: 1, maxLength: 60 }), async (seedValue, steps) => {
        const play = new Play(seedValue)
        await play.run(steps)
        await play.expectNothingLeft()
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
