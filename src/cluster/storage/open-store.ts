import { ConfigError } from '../../errors/client-errors.ts'
import type { Log } from '../../observe/log.ts'
import { folderStorage } from '../../platform/folder-storage.ts'
import type { Storage } from '../../platform/storage.ts'
import { ClusterStore } from './cluster-store.ts'

export interface StoreOptions {
  readonly dataDir?: string
  readonly storage?: Storage
  readonly clusterId?: string
}

/** Where a cluster is kept; undefined for one that lives in memory alone. */
export function openStore(options: StoreOptions, log: Log, newClusterId: () => string): ClusterStore | undefined {
  const { dataDir, clusterId } = options
  if (dataDir !== undefined && options.storage !== undefined) {
    throw new ConfigError('A cluster is kept in a dataDir or in a storage, not in both')
  }
  const storage = options.storage ?? (dataDir === undefined ? undefined : folderStorage(dataDir))
  if (storage === undefined) return undefined
  try {
    return new ClusterStore(storage, log, clusterId, newClusterId)
  } catch (error) {
    storage.close()
    throw error
  }
}
