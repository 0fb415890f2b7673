/**
 * What of a cluster outlives its process: `cluster.json`, the files of partitions, and `state/<name>.json` for each part
 * that gives a snapshot.
 *
 * Owned by the cluster's state. Records are written when they are appended; all else when `save` is called, which the
 * state does before a request that may have changed something is answered: what a client was told is there after a crash.
 */
import { ConfigError } from '../../errors/client-errors.ts'
import { StorageError } from '../../errors/storage-error.ts'
import type { Log } from '../../observe/log.ts'
import type { Storage } from '../../platform/storage.ts'
import type { Uuid } from '../../protocol/uuid.ts'
import { readJson, writeJson } from './json-file.ts'
import { PartitionStore, type StoredPartition } from './partition-store.ts'

/** Goes up when an older Ottla could not read what is written. */
const formatVersion = 1
const clusterFile = 'cluster.json'
const stateFolder = 'state'
/** Ids are taken in blocks, as Kafka's controller hands them out, so that not each of them has to be written down. */
const producerIdBlockSize = 1000n

export interface StoredTopic {
  readonly name: string
  readonly topicId: Uuid
  readonly configs: Readonly<Record<string, string>>
  readonly assignments: readonly (readonly number[])[]
}

/** The part of a cluster's state that is in `cluster.json`. */
export interface StoredState {
  readonly topics: readonly StoredTopic[]
  /** Where the replicas of the next topic begin. */
  readonly assignmentStart: number
  /** Dynamic broker configuration: of the whole cluster under the empty name, else of the broker with that id. */
  readonly brokerConfigs: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface ClusterFile extends StoredState {
  readonly formatVersion: number
  readonly clusterId: string
  /** No producer id from here on has been given out. */
  readonly producerIdEnd: string
}

/** State that a part of the cluster wants to have again. */
export interface Snapshotting {
  readonly snapshotName?: string
  toSnapshot?(): unknown
}

export class ClusterStore {
  readonly #storage: Storage
  readonly #log: Log
  readonly #clusterId: string
  readonly #loaded: ClusterFile | undefined
  /** By path: what is there, to write only what is new. */
  readonly #written = new Map<string, string>()
  #state: StoredState
  #nextProducerId: bigint
  #producerIdEnd: bigint

  /** @param wantedId The cluster's id where the user gives one. @param newId What a new cluster is called otherwise. */
  constructor(storage: Storage, log: Log, wantedId: string | undefined, newId: () => string) {
    this.#storage = storage
    this.#log = log
    this.#loaded = readJson<ClusterFile>(storage, clusterFile)
    this.#checkFolder(wantedId)
    this.#clusterId = this.#loaded?.clusterId ?? wantedId ?? newId()
    this.#state = this.#loaded ?? { topics: [], assignmentStart: 0, brokerConfigs: {} }
    this.#producerIdEnd = BigInt(this.#loaded?.producerIdEnd ?? 0)
    this.#nextProducerId = this.#producerIdEnd
    this.#removeStrayPartitions()
    if (this.#loaded === undefined) this.#writeClusterFile()
  }

  get clusterId(): string {
    return this.#clusterId
  }

  /** As it was when the cluster ended; empty for a new one. */
  get stored(): StoredState {
    return this.#state
  }

  /** What a part of that name has given when the cluster ended. */
  snapshotOf(name: string): unknown {
    return readJson<{ readonly snapshot: unknown }>(this.#storage, snapshotFile(name))?.snapshot
  }

  /** A partition as it was left, with the store that keeps it from here on. */
  openPartition(
    topic: string,
    partition: number,
  ): { readonly store: PartitionStore; readonly stored?: StoredPartition } {
    const store = new PartitionStore(this.#storage, topic, partition)
    const stored = store.load(this.#log)
    return stored === undefined ? { store } : { store, stored }
  }

  /** The store of a partition that begins now. */
  newPartition(topic: string, partition: number): PartitionStore {
    this.#storage.remove(partitionFolder(topic, partition))
    return new PartitionStore(this.#storage, topic, partition)
  }

  removePartition(topic: string, partition: number): void {
    this.#storage.remove(partitionFolder(topic, partition))
  }

  /** An id that was never given out, before a crash neither. */
  newProducerId(): bigint {
    if (this.#nextProducerId === this.#producerIdEnd) {
      this.#producerIdEnd += producerIdBlockSize
      this.#writeClusterFile()
    }
    return this.#nextProducerId++
  }

  /** Writes what is new. What cannot be written is reported, and tried again next time. */
  save(state: StoredState, parts: Iterable<Snapshotting>): void {
    try {
      this.#state = state
      this.#writeClusterFile()
      for (const part of parts) {
        if (part.snapshotName === undefined || part.toSnapshot === undefined) continue
        this.#write(snapshotFile(part.snapshotName), { snapshot: part.toSnapshot() })
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.#log.event('error', 'cluster.not-saved', { message: error.message })
    }
  }

  close(): void {
    this.#storage.close()
  }

  #writeClusterFile(): void {
    const { topics, assignmentStart, brokerConfigs } = this.#state
    const file: ClusterFile = {
      formatVersion,
      clusterId: this.#clusterId,
      producerIdEnd: String(this.#producerIdEnd),
      topics,
      assignmentStart,
      brokerConfigs,
    }
    this.#write(clusterFile, file)
  }

  #write(path: string, value: unknown): void {
    const text = JSON.stringify(value)
    if (this.#written.get(path) === text) return
    writeJson(this.#storage, path, value)
    this.#written.set(path, text)
  }

  #checkFolder(wantedId: string | undefined): void {
    const { name } = this.#storage
    if (this.#loaded === undefined) {
      // A wrong path must not fill somebody's home with segments.
      const [other] = this.#storage.list('')
      if (other === undefined) return
      throw new ConfigError(
        `The folder ${name} is not empty, and no cluster's: it has "${other}", and no ${clusterFile}`,
      )
    }
    if (this.#loaded.formatVersion !== formatVersion) {
      throw new ConfigError(
        `The folder ${name} has format ${this.#loaded.formatVersion}; this Ottla reads ${formatVersion}`,
      )
    }
    if (wantedId !== undefined && wantedId !== this.#loaded.clusterId) {
      throw new ConfigError(`The folder ${name} is that of cluster ${this.#loaded.clusterId}, not of ${wantedId}`)
    }
  }

  /** Of topics whose creation or deletion did not come to its end. */
  #removeStrayPartitions(): void {
    const known = new Set(
      this.#state.topics.flatMap(({ name, assignments }) =>
        assignments.map((_, index) => partitionFolder(name, index)),
      ),
    )
    for (const folder of this.#storage.list('')) {
      if (known.has(folder) || !/-\d+$/.test(folder)) continue
      if (this.#storage.list(folder).includes('partition.json')) this.#storage.remove(folder)
    }
  }
}

function snapshotFile(name: string): string {
  return `${stateFolder}/${name}.json`
}

function partitionFolder(topic: string, partition: number): string {
  return `${topic}-${partition}`
}
