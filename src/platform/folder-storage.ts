/**
 * A folder of the machine as a `Storage`.
 *
 * The storage owns the folder while it is open: a lock file with the id of its process keeps others out. Files that are
 * written stay open, the most recently used of them, because opening one costs more than writing a small batch.
 */
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StorageError } from '../errors/storage-error.ts'
import type { Storage } from './storage.ts'

const lockName = '.lock'
/** What `replace` writes before it takes the place of the old file. */
const newSuffix = '.new'
/** Far below the usual limit of 1024 files for a process, most of which are its sockets. */
const mostOpenFiles = 128

/** Makes the folder where it is not there. @throws StorageError when another process has it. */
export function folderStorage(folder: string): Storage {
  return new FolderStorage(resolve(folder))
}

class FolderStorage implements Storage {
  readonly name: string
  /** By path, the one that was used last at the end. */
  readonly #open = new Map<string, number>()
  #isClosed = false

  constructor(folder: string) {
    this.name = folder
    this.#attempt('be made', () => mkdirSync(folder, { recursive: true }))
    this.#lock()
  }

  list(folder: string): readonly string[] {
    return this.#attempt('be listed', () => {
      try {
        const names = readdirSync(this.#pathOf(folder))
        return names.filter((name) => name !== lockName && !name.endsWith(newSuffix)).sort()
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    })
  }

  read(path: string): Buffer | undefined {
    return this.#attempt('be read', () => {
      try {
        return readFileSync(this.#pathOf(path))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    })
  }

  replace(path: string, bytes: Uint8Array): void {
    this.#attempt('be written', () => {
      const target = this.#pathOf(path)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target + newSuffix, bytes)
      // A file that is open would go on being written under no name at all.
      this.#closeFile(path)
      renameSync(target + newSuffix, target)
    })
  }

  writeAt(path: string, position: number, bytes: Uint8Array): void {
    this.#attempt('be written', () => {
      const file = this.#opened(path)
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(file, bytes, done, bytes.length - done, position + done)
      }
    })
  }

  truncate(path: string, sizeBytes: number): void {
    this.#attempt('be cut', () => {
      const file = this.#open.get(path)
      if (file === undefined) truncateSync(this.#pathOf(path), sizeBytes)
      else ftruncateSync(file, sizeBytes)
    })
  }

  remove(path: string): void {
    this.#attempt('be removed', () => {
      for (const open of [...this.#open.keys()]) if (open === path || open.startsWith(`${path}/`)) this.#closeFile(open)
      rmSync(this.#pathOf(path), { recursive: true, force: true })
    })
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const path of [...this.#open.keys()]) this.#closeFile(path)
    rmSync(this.#pathOf(lockName), { force: true })
  }

  #opened(path: string): number {
    let file = this.#open.get(path)
    if (file === undefined) {
      file = this.#openFile(path)
      const [oldest] = this.#open.keys()
      if (this.#open.size >= mostOpenFiles) this.#closeFile(oldest!)
    } else this.#open.delete(path)
    this.#open.set(path, file)
    return file
  }

  /** For reading and writing without cutting it, which no one flag says for a file that may not be there. */
  #openFile(path: string): number {
    const target = this.#pathOf(path)
    try {
      return openSync(target, 'r+')
    } catch (error) {
      if (!isMissing(error)) throw error
      mkdirSync(dirname(target), { recursive: true })
      return openSync(target, 'w+')
    }
  }

  #closeFile(path: string): void {
    const file = this.#open.get(path)
    if (file === undefined) return
    this.#open.delete(path)
    closeSync(file)
  }

  /** A process that has died leaves its lock; whoever comes next sees that it is gone, and takes over. */
  #lock(): void {
    const path = this.#pathOf(lockName)
    this.#attempt('be locked', () => {
      for (;;) {
        try {
          writeFileSync(path, String(process.pid), { flag: 'wx' })
          return
        } catch (error) {
          if (codeOf(error) !== 'EEXIST') throw error
        }
        const ownerId = Number(readFileSync(path, 'utf8'))
        if (isAlive(ownerId) && !this.#isLeftover(ownerId))
          throw new StorageError(`The folder ${this.name} is in use by process ${ownerId}`)
        rmSync(path, { force: true })
      }
    })
  }

  /** In a container every run may have the same process id: then it is this run's lock only if it is younger. */
  #isLeftover(ownerId: number): boolean {
    return ownerId === process.pid && statSync(this.#pathOf(lockName)).mtimeMs < performance.timeOrigin
  }

  #pathOf(path: string): string {
    return join(this.name, ...path.split('/'))
  }

  #attempt<Result>(what: string, action: () => Result): Result {
    // Somebody else may have the folder by now.
    if (this.#isClosed) throw new StorageError(`The folder ${this.name} cannot be used any more: it was closed`)
    try {
      return action()
    } catch (error) {
      if (error instanceof StorageError) throw error
      const reason = error instanceof Error ? error.message : String(error)
      throw new StorageError(`The folder ${this.name}, or a file in it, cannot ${what}: ${reason}`, { cause: error })
    }
  }
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // It is there, and somebody else's.
    return codeOf(error) === 'EPERM'
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
