import { StorageError } from '../../errors/storage-error.ts'
import type { Storage } from '../../platform/storage.ts'

/** What a file holds, as it was written; undefined where there is none. */
export function readJson<T>(storage: Storage, path: string): T | undefined {
  const bytes = storage.read(path)
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(bytes.toString('utf8')) as T
  } catch (error) {
    throw new StorageError(`${path} in ${storage.name} is not what this cluster writes there`, { cause: error })
  }
}

export function writeJson(storage: Storage, path: string, value: unknown): void {
  storage.replace(path, Buffer.from(`${JSON.stringify(value)}\n`))
}
