import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../../src/errors/storage-error.ts'
import { folderStorage } from '../../../src/platform/folder-storage.ts'
import { MemoryStorage } from '../../../src/platform/memory-storage.ts'
import type { Storage } from '../../../src/platform/storage.ts'

let folder: string
let storage: Storage

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ottla-storage-'))
})
afterEach(() => {
  storage.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each([
  ['a folder', () => folderStorage(join(folder, 'made', 'by itself'))],
  ['memory', () => new MemoryStorage()],
])('a storage in %s', (_name, open: () => Storage) => {
  beforeEach(() => {
    storage = open()
  })

  it('gives back what was written at its places', () => {
    storage.writeAt('a/b.log', 0, Buffer.from('hello'))
    storage.writeAt('a/b.log', 5, Buffer.from(' world'))
    storage.writeAt('a/b.log', 0, Buffer.from('J'))

    expect(storage.read('a/b.log')?.toString()).toBe('Jello world')
  })

  it('knows nothing of files and folders that are not there', () => {
    expect(storage.read('nothing')).toBeUndefined()
    expect(storage.list('nowhere')).toEqual([])
    expect(() => storage.remove('nothing')).not.toThrow()
  })

  it('replaces a file that is being written, and goes on writing the new one', () => {
    storage.writeAt('file', 0, Buffer.from('old and long'))
    storage.replace('file', Buffer.from('new'))
    storage.writeAt('file', 3, Buffer.from('er'))

    expect(storage.read('file')?.toString()).toBe('newer')
  })

  it('cuts a file that is being written, and one that is not', () => {
    storage.writeAt('open', 0, Buffer.from('abcdef'))
    storage.replace('closed', Buffer.from('abcdef'))
    storage.truncate('open', 3)
    storage.truncate('closed', 2)

    expect([storage.read('open')?.toString(), storage.read('closed')?.toString()]).toEqual(['abc', 'ab'])
  })

  it('lists files and folders, and removes a folder with all that is in it', () => {
    for (const path of ['b/2', 'b/1', 'a']) storage.writeAt(path, 0, Buffer.from(path))
    const before = [storage.list(''), storage.list('b')]
    storage.remove('b')

    expect(before).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(storage.list('')).toEqual(['a'])
    expect(storage.read('b/1')).toBeUndefined()
  })

  it('writes to more files than it keeps open', () => {
    const paths = Array.from({ length: 300 }, (_, index) => `file-${index}`)
    for (const part of ['one', 'two']) {
      for (const path of paths) storage.writeAt(path, part === 'one' ? 0 : 3, Buffer.from(part))
    }

    expect(new Set(paths.map((path) => String(storage.read(path))))).toEqual(new Set(['onetwo']))
  })
})

describe('a folder', () => {
  it('is one storage’s at a time, and the next one’s when that is closed', () => {
    storage = folderStorage(folder)

    expect(() => folderStorage(folder)).toThrow(`The folder ${folder} is in use by process ${process.pid}`)

    storage.close()
    storage = folderStorage(folder)
    expect(readFileSync(join(folder, '.lock'), 'utf8')).toBe(String(process.pid))
  })

  it('is taken over from a process that has died', () => {
    // No process has an id beyond what the system gives.
    writeFileSync(join(folder, '.lock'), '2147483646')

    storage = folderStorage(folder)

    expect(readFileSync(join(folder, '.lock'), 'utf8')).toBe(String(process.pid))
  })

  it('is left alone by a storage that was closed', () => {
    storage = folderStorage(folder)
    storage.writeAt('file', 0, Buffer.from('mine'))
    storage.close()
    const closed = storage
    storage = folderStorage(folder)

    expect(() => closed.writeAt('file', 0, Buffer.from('late'))).toThrow('cannot be used any more: it was closed')
    closed.close()
    expect(storage.read('file')?.toString()).toBe('mine')
    expect(() => folderStorage(folder)).toThrow('is in use by process')
  })

  it('that cannot be one is refused with its name', () => {
    storage = folderStorage(folder)
    const file = join(folder, 'file')
    writeFileSync(file, '')

    expect(() => folderStorage(join(file, 'below'))).toThrow(StorageError)
    expect(() => folderStorage(join(file, 'below'))).toThrow(/^The folder .*below.* cannot be made: /)
  })
})
