/**
 * Brokers in containers, through Testcontainers. Its modules are only loaded when somebody asks: they cost a third of a
 * second, and refuse to load at all on Node before 22.22.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { probeBroker } from './broker-probe.ts'
import { sharedProperties } from './server-properties.ts'
import type { TestBroker, TestBrokerOptions, Unavailable } from './test-broker.ts'

/** Override with KAFKA_IMAGE. The tag matters: from 8.0.0 on the module chooses KRaft. */
const DEFAULT_KAFKA_IMAGE = 'confluentinc/cp-kafka:8.2.0'
/** Override with REDPANDA_IMAGE. */
const DEFAULT_REDPANDA_IMAGE = 'docker.redpanda.com/redpandadata/redpanda:v25.3.9'
const KAFKA_PORT = 9093
const REDPANDA_PORT = 9092
const PULL_TIMEOUT_MS = 180_000
const READY_TIMEOUT_MS = 60_000

export async function startKafkaContainer(options: TestBrokerOptions = {}): Promise<TestBroker | Unavailable> {
  if ((options.nodes ?? 1) > 1) return { unavailable: 'KafkaContainer is always a single broker' }
  const image = process.env.KAFKA_IMAGE || DEFAULT_KAFKA_IMAGE
  const reason = await whyNoImage(image, options.onProgress)
  if (reason !== undefined) return { unavailable: reason }

  options.onProgress?.(`starting a container of ${image}`)
  const { KafkaContainer } = await import('@testcontainers/kafka')
  const { Wait } = await import('testcontainers')
  const container = await new KafkaContainer(image)
    .withEnvironment(asEnvironment(sharedProperties(1)))
    // Without this, start() of version 12 returns as soon as the container runs, seconds before the broker does.
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start()
  return toTestBroker(container, KAFKA_PORT, `${image} in Docker (Testcontainers)`)
}

/** Redpanda serves the same protocol; tests that must hold on both take this one as well. */
export async function startRedpandaContainer(options: TestBrokerOptions = {}): Promise<TestBroker | Unavailable> {
  const image = process.env.REDPANDA_IMAGE || DEFAULT_REDPANDA_IMAGE
  const reason = await whyNoImage(image, options.onProgress)
  if (reason !== undefined) return { unavailable: reason }

  options.onProgress?.(`starting a container of ${image}`)
  const { RedpandaContainer } = await import('@testcontainers/redpanda')
  const container = await new RedpandaContainer(image).start()
  return toTestBroker(container, REDPANDA_PORT, `${image} in Docker (Testcontainers)`)
}

/** Undefined when the image is there, possibly after it was pulled. */
async function whyNoImage(image: string, onProgress: TestBrokerOptions['onProgress']): Promise<string | undefined> {
  try {
    const { getContainerRuntimeClient, ImageName } = await import('testcontainers')
    const client = await getContainerRuntimeClient()
    const name = ImageName.fromString(image)
    if (await client.image.exists(name)) return undefined
    onProgress?.(`pulling ${image}`)
    const hasTimedOut = Symbol('timed out')
    const timeLimit = delay(PULL_TIMEOUT_MS, hasTimedOut, { ref: false })
    const outcome = await Promise.race([client.image.pull(name), timeLimit])
    if (outcome === hasTimedOut) return `image ${image} could not be pulled in ${PULL_TIMEOUT_MS / 60_000} minutes`
    // A pull that fails half-way may be reported as a success.
    return (await client.image.exists(name)) ? undefined : `image ${image} could not be pulled`
  } catch (error) {
    const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n')
    return `Docker cannot run ${image}: ${firstLine}`
  }
}

interface BrokerContainer {
  getHost(): string
  getMappedPort(port: number): number
  stop(): Promise<unknown>
}

async function toTestBroker(container: BrokerContainer, port: number, description: string): Promise<TestBroker> {
  const host = container.getHost()
  const mappedPort = container.getMappedPort(port)
  const close = async (): Promise<void> => {
    await container.stop()
  }
  try {
    await waitUntilReady(host, mappedPort)
  } catch (error) {
    await close()
    throw error
  }
  return { source: 'docker', description, bootstrapServers: `${host}:${mappedPort}`, close }
}

async function waitUntilReady(host: string, port: number): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    const view = await probeBroker(host, port).catch((error: Error) => error)
    // In ZooKeeper mode the first answers name no controller yet, and creating a topic would fail.
    if (!(view instanceof Error) && view.controllerId >= 0 && view.brokers.length > 0) return
    if (Date.now() > deadline) {
      const state = view instanceof Error ? view.message : 'it knows no controller'
      throw new Error(`The broker in the container is not ready on ${host}:${port}: ${state}`)
    }
    await delay(100)
  }
}

/** `a.b_c` is `KAFKA_A_B__C` to Confluent's images. */
function asEnvironment(properties: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  const entries = Object.entries(properties).map(([name, value]) => {
    return [`KAFKA_${name.replaceAll('_', '__').replaceAll('.', '_').toUpperCase()}`, String(value)] as const
  })
  return Object.fromEntries(entries)
}
