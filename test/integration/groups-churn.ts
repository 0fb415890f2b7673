/** The members, the flow and the books of a group in bad weather. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Consumer, Kafka } from '../../src/index.ts'
import type { EtlMemberOptions } from './groups-etl-member.ts'
import { partitionCount } from './groups-members.ts'

export interface ChurnMember {
  readonly child: ChildProcess
  readonly ended: Promise<void>
}

/** Members in processes of their own. Ends them all with `end()`. */
export class EtlGroup {
  /** What members ended with that were not killed. */
  readonly failures: string[] = []
  startedCount = 0
  readonly #options: EtlMemberOptions
  readonly #running = new Set<ChurnMember>()
  readonly #frozen = new Set<ChurnMember>()

  constructor(options: EtlMemberOptions) {
    this.#options = options
  }

  /** Neither frozen nor ending. */
  get running(): readonly ChurnMember[] {
    return [...this.#running]
  }

  async fill(count: number): Promise<void> {
    const missing = Math.max(0, count - this.#running.size - this.#frozen.size)
    await Promise.all(Array.from({ length: missing }, () => this.#start()))
  }

  async leave(member: ChurnMember): Promise<void> {
    this.#running.delete(member)
    member.child.kill('SIGTERM')
    await member.ended
  }

  async kill(member: ChurnMember): Promise<void> {
    this.#running.delete(member)
    member.child.kill('SIGKILL')
    await member.ended
  }

  /** Goes on later, by itself: the group has gone on without it then. */
  freeze(member: ChurnMember, forMs: number): void {
    this.#running.delete(member)
    this.#frozen.add(member)
    member.child.kill('SIGSTOP')
    setTimeout(() => {
      if (!this.#frozen.delete(member)) return
      member.child.kill('SIGCONT')
      this.#running.add(member)
    }, forMs)
  }

  /** All leave in order; whoever does not within some seconds is killed. */
  async end(): Promise<void> {
    const members = [...this.#running, ...this.#frozen]
    for (const { child } of this.#frozen) child.kill('SIGCONT')
    this.#frozen.clear()
    this.#running.clear()
    for (const { child } of members) child.kill('SIGTERM')
    const late = setTimeout(() => {
      for (const { child } of members) if (child.exitCode === null) child.kill('SIGKILL')
    }, 20_000)
    await Promise.all(members.map(({ ended }) => ended))
    clearTimeout(late)
  }

  #start(): Promise<void> {
    this.startedCount += 1
    const script = join(import.meta.dirname, 'groups-etl-member.ts')
    const child = fork(script, [JSON.stringify(this.#options)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000)
    })
    const ended = new Promise<void>((resolve) => {
      child.once('close', (exitCode, signal) => {
        this.#running.delete(member)
        if (exitCode !== 0 && signal !== 'SIGKILL') this.failures.push(`exit ${exitCode} ${signal}: ${said}`)
        resolve()
      })
    })
    const member: ChurnMember = { child, ended }
    this.#running.add(member)
    return Promise.race([new Promise<void>((resolve) => child.once('message', () => resolve())), ended])
  }
}

/** Which keys came out at the other end. */
export class KeyLedger {
  readonly #counts = new Map<string, number>()
  readonly #consumer: Consumer
  readonly #reading: Promise<void>

  constructor(kafka: Kafka, topic: string) {
    const partitions = Array.from({ length: partitionCount }, (_, partition) => partition)
    const assignments = partitions.map((partition) => ({ topic, partition, offset: 'earliest' as const }))
    this.#consumer = kafka.consumer({ assignments })
    this.#reading = this.#read()
  }

  get size(): number {
    return this.#counts.size
  }

  get duplicateCount(): number {
    return [...this.#counts.values()].filter((count) => count > 1).length
  }

  noteGiven(records: readonly { readonly key: string }[]): void {
    for (const { key } of records) this.#note(key)
  }

  missing(keys: readonly string[]): string[] {
    return keys.filter((key) => !this.#counts.has(key))
  }

  async close(): Promise<void> {
    await this.#consumer.close()
    await this.#reading
  }

  async #read(): Promise<void> {
    for await (const { key } of this.#consumer) this.#note(String(key))
  }

  #note(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}

const keysPerRound = 24
const roundMs = 50

/** Acknowledged keys, a few hundred a second, until `stop()`. */
export function produceKeys(kafka: Kafka, topic: string) {
  const keys: string[] = []
  let isStopped = false
  const running = (async () => {
    await using producer = kafka.producer()
    for (let round = 0; !isStopped; round += 1) {
      const made = Array.from({ length: keysPerRound }, (_, index) => `key-${round}-${index}`)
      await producer.sendAll(made.map((key) => ({ topic, key, value: key })))
      keys.push(...made)
      await new Promise((resolve) => setTimeout(resolve, roundMs))
    }
  })()
  running.catch(() => {})
  return {
    stop: async () => {
      isStopped = true
      await running
      return keys
    },
  }
}

/** The broker that leads the group's partition of Kafka's own topic is the group's coordinator. */
export async function coordinatorOf(kafka: Kafka, groupId: string): Promise<number> {
  const [topic] = await kafka.admin().describeTopics(['__consumer_offsets'])
  let hash = 0
  for (let index = 0; index < groupId.length; index++) hash = (Math.imul(31, hash) + groupId.charCodeAt(index)) | 0
  const partitions = topic?.partitions ?? []
  return partitions[(hash & 0x7fffffff) % partitions.length]!.leader
}
