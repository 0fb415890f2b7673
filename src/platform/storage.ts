/**
 * Files below one folder, for state that outlives the process. Paths are relative, with `/`.
 *
 * All of it is synchronous and throws a `StorageError` where the system refuses. What has returned survives the end of the
 * process; the end of the machine may take the last moments, because nothing is forced to the disk.
 */
export interface Storage {
  /** What people call it, for messages. */
  readonly name: string
  /** The names in a folder, in order; none where there is no such folder. */
  list(folder: string): readonly string[]
  /** Undefined where there is no such file. */
  read(path: string): Buffer | undefined
  /** Replaces a file, or makes it: whoever reads gets the old bytes or the new ones, never something between. */
  replace(path: string, bytes: Uint8Array): void
  /** Writes at a place in a file, or makes it. A crash may leave a part of the bytes. */
  writeAt(path: string, position: number, bytes: Uint8Array): void
  truncate(path: string, sizeBytes: number): void
  /** Removes a file, or a folder with all that is in it. Nothing happens where there is neither. */
  remove(path: string): void
  /** Lets others have the folder. */
  close(): void
}
