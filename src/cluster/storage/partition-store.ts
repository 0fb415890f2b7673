/**
 * The files of one partition: `<topic>-<partition>/<base offset>.log`, which are Kafka's own segments, and
 * `partition.json` for what segments do not tell.
 *
 * Owned by the partition's log, and used by it alone.
 */
import type { Log } from '../../observe/log.ts'
import type { Storage } from '../../platform/storage.ts'
import type { LogSegment } from '../log/log-segment.ts'
import type { LogStore } from '../log/log-store.ts'
import { readJson, writeJson } from './json-file.ts'
import { recoverSegment } from './recover-segment.ts'

const segmentSuffix = '.log'
/** So that names sort as offsets do. */
const offsetDigits = 20

/** What a partition was when its cluster ended. */
export interface StoredPartition {
  readonly startOffset: bigint
  readonly leaderEpoch: number
  readonly segments: readonly LogSegment[]
}

interface PartitionFile {
  readonly startOffset: string
  readonly leaderEpoch: number
}

export class PartitionStore implements LogStore {
  readonly #storage: Storage
  readonly #folder: string
  #startOffset = 0n
  #leaderEpoch = -1
  /** The partition was deleted: its folder may be that of another topic with the same name. */
  #isClosed = false

  constructor(storage: Storage, topic: string, partition: number) {
    this.#storage = storage
    this.#folder = `${topic}-${partition}`
  }

  /** Undefined for a partition that is new. Cuts what a crash left half written, and says so to `log`. */
  load(log: Log): StoredPartition | undefined {
    const file = readJson<PartitionFile>(this.#storage, this.#partitionFile)
    if (file === undefined) return undefined
    this.#startOffset = BigInt(file.startOffset)
    this.#leaderEpoch = file.leaderEpoch
    return { startOffset: this.#startOffset, leaderEpoch: file.leaderEpoch, segments: this.#recover(log) }
  }

  /** Keeps nothing more. */
  close(): void {
    this.#isClosed = true
  }

  /** Remembers in which epoch a leader took over: epochs never go back. */
  setLeaderEpoch(leaderEpoch: number): void {
    if (leaderEpoch === this.#leaderEpoch || this.#isClosed) return
    this.#leaderEpoch = leaderEpoch
    this.#savePartition()
  }

  setStartOffset(offset: bigint): void {
    if (offset === this.#startOffset || this.#isClosed) return
    this.#startOffset = offset
    this.#savePartition()
  }

  append(segmentBase: bigint, position: number, batch: Uint8Array): void {
    if (!this.#isClosed) this.#storage.writeAt(this.#segmentFile(segmentBase), position, batch)
  }

  truncate(segmentBase: bigint, sizeBytes: number): void {
    if (!this.#isClosed) this.#storage.truncate(this.#segmentFile(segmentBase), sizeBytes)
  }

  replace(segmentBase: bigint, bytes: Uint8Array): void {
    if (!this.#isClosed) this.#storage.replace(this.#segmentFile(segmentBase), bytes)
  }

  remove(segmentBase: bigint): void {
    if (!this.#isClosed) this.#storage.remove(this.#segmentFile(segmentBase))
  }

  /**
   * Behind damage nothing is taken: the offsets that are missing would be a gap. What is wholly before the start was about
   * to be removed.
   */
  #recover(log: Log): readonly LogSegment[] {
    const recovered: LogSegment[] = []
    let isDamaged = false
    let nextOffset = 0n
    for (const baseOffset of this.#segmentBases()) {
      const bytes = this.#storage.read(this.#segmentFile(baseOffset)) ?? Buffer.alloc(0)
      const { segment, damage } = recoverSegment(baseOffset, bytes, nextOffset)
      if (isDamaged || (segment.batchCount > 0 && segment.endOffset <= this.#startOffset)) {
        this.remove(baseOffset)
        continue
      }
      if (damage !== undefined) {
        isDamaged = true
        const message = `${this.#segmentFile(baseOffset)} is cut after ${segment.sizeBytes} bytes: ${damage}`
        log.event('warn', 'cluster.log-recovered', { message })
        this.truncate(baseOffset, segment.sizeBytes)
      }
      recovered.push(segment)
      nextOffset = segment.endOffset
    }
    return recovered
  }

  #segmentBases(): readonly bigint[] {
    const names = this.#storage.list(this.#folder).filter((name) => name.endsWith(segmentSuffix))
    return names.map((name) => BigInt(name.slice(0, -segmentSuffix.length)))
  }

  #savePartition(): void {
    const file: PartitionFile = { startOffset: String(this.#startOffset), leaderEpoch: this.#leaderEpoch }
    writeJson(this.#storage, this.#partitionFile, file)
  }

  get #partitionFile(): string {
    return `${this.#folder}/partition.json`
  }

  #segmentFile(baseOffset: bigint): string {
    return `${this.#folder}/${String(baseOffset).padStart(offsetDigits, '0')}${segmentSuffix}`
  }
}
