/** Faults of the embedded cluster, one after the other, until it is told to stop; then all is well again. */
import { setTimeout as delay } from 'node:timers/promises'
import { randomInt } from '../../src/support/random.ts'
import type { SeededRandom } from '../../src/support/seeded-random.ts'
import type { FakeBroker, FakeCluster } from '../../src/testing/index.ts'

interface Scene {
  readonly cluster: FakeCluster
  readonly topic: string
  readonly partitionCount: number
  readonly random: SeededRandom
}

type Fault = (scene: Scene, durationMs: number) => Promise<void>

/** Does something to every nth produce request for a while. */
function meddling(answer: 'lose' | 'cut' | 'never' | 'slow' | Parameters<Request['refusal']>[0]): Fault {
  return async ({ cluster, random }, durationMs) => {
    const every = 2 + randomInt(random, 4)
    let count = 0
    using _interception = cluster.intercept('Produce', async (request) => {
      count += 1
      if (count % every !== 0) return undefined
      if (answer === 'cut' || answer === 'never') return answer
      if (answer === 'slow') return request.delay(20)
      if (answer !== 'lose') return request.refusal(answer)
      await request.proceed()
      return 'cut'
    })
    await delay(durationMs)
  }
}

type Request = Parameters<Parameters<FakeCluster['intercept']>[1]>[0]

const faults: Readonly<Record<string, Fault>> = {
  async leaderMoves({ cluster, topic, partitionCount, random }) {
    for (let move = randomInt(random, 5); move >= 0; move--) {
      cluster.faults.moveLeader(topic, randomInt(random, partitionCount), 1 + randomInt(random, cluster.brokers.length))
    }
  },
  async restart({ cluster, random }, durationMs) {
    const broker = anyRunning(cluster, random)
    await broker?.stop()
    await delay(durationMs)
    if (broker?.state === 'stopped') await broker.restart()
  },
  async frozen({ cluster, random }, durationMs) {
    const broker = anyRunning(cluster, random)
    broker?.freeze()
    await delay(durationMs)
    if (broker?.state === 'frozen') broker.thaw()
  },
  async replicasGone({ cluster, topic, partitionCount }, durationMs) {
    for (let partition = 0; partition < partitionCount; partition++) cluster.faults.shrinkIsr(topic, partition)
    await delay(durationMs)
    for (let partition = 0; partition < partitionCount; partition++) cluster.faults.restoreIsr(topic, partition)
  },
  async replicationHeld({ cluster, topic, partitionCount, random }, durationMs) {
    const partition = randomInt(random, partitionCount)
    cluster.faults.holdReplication(topic, partition)
    await delay(durationMs)
    cluster.faults.releaseReplication(topic, partition)
  },
  async oldNews({ cluster }, durationMs) {
    const behind = cluster.brokers.filter(({ state }) => state === 'running')
    for (const broker of behind) broker.holdMetadata()
    await delay(durationMs)
    for (const broker of behind) broker.learnMetadata()
  },
  answersLost: meddling('lose'),
  requestsCut: meddling('cut'),
  silence: meddling('never'),
  slow: meddling('slow'),
  timeouts: meddling('REQUEST_TIMED_OUT'),
  notLeader: meddling('NOT_LEADER_OR_FOLLOWER'),
  tooFewReplicas: meddling('NOT_ENOUGH_REPLICAS'),
}

/** One is left alone: with none there would be nothing to watch. */
function anyRunning(cluster: FakeCluster, random: SeededRandom): FakeBroker | undefined {
  const running = cluster.brokers.filter(({ state }) => state === 'running')
  return running.length < 2 ? undefined : running[randomInt(random, running.length)]
}

/** Two at a time, as they come in reality. */
export async function runFaults(scene: Scene, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const names = Object.keys(faults)
  const chain = async (): Promise<void> => {
    while (!signal.aborted) {
      const name = names[randomInt(scene.random, names.length)]!
      counts.set(name, (counts.get(name) ?? 0) + 1)
      await faults[name]!(scene, 50 + randomInt(scene.random, 700))
      await delay(randomInt(scene.random, 200))
    }
  }
  await Promise.all([chain(), chain()])
  await heal(scene)
  return counts
}

/** Two faults may have undone each other's end. */
async function heal({ cluster, topic, partitionCount }: Scene): Promise<void> {
  for (const broker of cluster.brokers) {
    if (broker.state === 'frozen') broker.thaw()
    if (broker.state === 'stopped') await broker.restart()
    broker.learnMetadata()
  }
  for (let partition = 0; partition < partitionCount; partition++) {
    cluster.faults.releaseReplication(topic, partition)
    cluster.faults.restoreIsr(topic, partition)
    if (cluster.partition(topic, partition).leaderId < 0) cluster.faults.moveLeader(topic, partition, 1)
  }
}
