/**
 * Where a log is kept beyond the process. All of it is synchronous: what has returned survives the process.
 *
 * Segments are named by their base offset. Every call throws where the system refuses; the log then stays as it was.
 */
export interface LogStore {
  /** Writes a batch behind the first `position` bytes of its segment. */
  append(segmentBase: bigint, position: number, batch: Uint8Array): void
  /** Cuts a segment after so many bytes. */
  truncate(segmentBase: bigint, sizeBytes: number): void
  /** Replaces all bytes of a segment, or none. */
  replace(segmentBase: bigint, bytes: Uint8Array): void
  remove(segmentBase: bigint): void
  /** Remembers where the log begins; before the segments that this frees are removed. */
  setStartOffset(offset: bigint): void
}
