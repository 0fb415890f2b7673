import type { Storage } from './storage.ts'

/** Files in memory, for tests: they outlive the cluster that wrote them, and a test may look at them and damage them. */
export class MemoryStorage implements Storage {
  readonly name = 'memory'
  readonly #files = new Map<string, Buffer>()

  /** The paths of all files, in order. */
  get paths(): readonly string[] {
    return [...this.#files.keys()].sort()
  }

  list(folder: string): readonly string[] {
    const prefix = folder === '' ? '' : `${folder}/`
    const below = this.paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
    return [...new Set(below.map((path) => path.split('/', 1)[0]!))]
  }

  read(path: string): Buffer | undefined {
    const bytes = this.#files.get(path)
    return bytes === undefined ? undefined : Buffer.from(bytes)
  }

  replace(path: string, bytes: Uint8Array): void {
    this.#files.set(path, Buffer.from(bytes))
  }

  writeAt(path: string, position: number, bytes: Uint8Array): void {
    const present = this.#files.get(path) ?? Buffer.alloc(0)
    const written = Buffer.alloc(Math.max(present.length, position + bytes.length))
    present.copy(written)
    written.set(bytes, position)
    this.#files.set(path, written)
  }

  truncate(path: string, sizeBytes: number): void {
    const present = this.#files.get(path)
    if (present !== undefined) this.#files.set(path, Buffer.from(present.subarray(0, sizeBytes)))
  }

  remove(path: string): void {
    for (const file of this.paths) if (file === path || file.startsWith(`${path}/`)) this.#files.delete(file)
  }

  close(): void {}

  /** Another storage with the same files, which goes its own way from here: what a crash leaves. */
  copy(): MemoryStorage {
    const copied = new MemoryStorage()
    for (const [path, bytes] of this.#files) copied.replace(path, bytes)
    return copied
  }
}
