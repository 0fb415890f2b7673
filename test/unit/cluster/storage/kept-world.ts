/** A cluster that is kept in memory beyond its end, and started again. */
import { type FakeClusterOptions, MemoryStorage } from '../../../../src/testing/index.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

/** One broker and `orders` with one partition, kept in `storage`, unless `options` say otherwise. */
export async function startKept(storage: MemoryStorage, options: FakeClusterOptions = {}): Promise<ClusterWorld> {
  return await startWorld({ brokers: 1, topics: { orders: 1 }, storage, ...options })
}

/** Runs a cluster until `use` is done, then ends it in order. */
export async function runKept(
  storage: MemoryStorage,
  use: (world: ClusterWorld) => Promise<void> | void,
  options: FakeClusterOptions = {},
): Promise<void> {
  await using world = await startKept(storage, options)
  await use(world)
}

/** The files as a crash leaves them: at a moment when the cluster still runs. */
export async function crashAfter(
  use: (world: ClusterWorld) => Promise<void>,
  options: FakeClusterOptions = {},
): Promise<MemoryStorage> {
  const storage = new MemoryStorage()
  await using world = await startKept(storage, options)
  await use(world)
  return storage.copy()
}
