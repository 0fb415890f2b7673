/**
 * Work that may run off the event loop's thread: compressing a batch, inflating a fetch, deriving a key.
 *
 * A task states both ways. The real adapter takes `runAsync`, a few at a time; the simulation takes `runSync` and
 * delivers the result at a virtual time of its choice. Callers must treat every `run()` as a window in which anything
 * else can happen.
 */
export interface OffloadTask<T> {
  /** Names the kind of work in leak reports and metrics: `compress`, `decompress`, `pbkdf2`. */
  readonly label: string
  runSync(): T
  runAsync(): Promise<T>
}

export interface Offload {
  run<T>(task: OffloadTask<T>): Promise<T>
}
