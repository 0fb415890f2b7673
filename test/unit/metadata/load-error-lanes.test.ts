import { describe, expect, it } from 'vitest'
import { IncompleteMetadataError } from '../../../src/errors/metadata-error.ts'
import { LoadErrorLanes } from '../../../src/metadata/load-error-lanes.ts'
import type { LoadFailure } from '../../../src/metadata/partition-listener.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'

function failure(generation: number, partition?: number, topic = 'orders'): LoadFailure {
  return {
    topic,
    generation,
    error: new IncompleteMetadataError('x'),
    ...(partition === undefined ? {} : { partition }),
  }
}

/** Lanes whose deliveries end when the test says so. */
function world(): { lanes: LoadErrorLanes; started: string[]; end: (index: number) => Promise<void> } {
  const started: string[] = []
  const running: Deferred<void>[] = []
  const lanes = new LoadErrorLanes(({ topic, partition, generation }) => {
    started.push(`${topic}-${partition ?? '*'}@${generation}`)
    const deferred = createDeferred<void>()
    running.push(deferred)
    return deferred.promise
  })
  return {
    lanes,
    started,
    end: async (index) => {
      running[index]?.resolve()
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

describe('load failures of one listener', () => {
  it('run side by side for different partitions', () => {
    const { lanes, started } = world()
    lanes.push(failure(1, 0))
    lanes.push(failure(1, 1))
    lanes.push(failure(1, 0, 'payments'))
    expect(started).toEqual(['orders-0@1', 'orders-1@1', 'payments-0@1'])
  })

  it('never run twice at once for one partition: a storm costs one call more', async () => {
    const { lanes, started, end } = world()
    for (let generation = 1; generation <= 10; generation += 1) lanes.push(failure(generation, 0))
    expect(started).toEqual(['orders-0@1'])
    await end(0)
    expect(started).toEqual(['orders-0@1', 'orders-0@10'])
    await end(1)
    expect(started).toHaveLength(2)
  })

  it('of a whole topic wait for its partitions, and hold them up in turn', async () => {
    const { lanes, started, end } = world()
    lanes.push(failure(1, 0))
    lanes.push(failure(2))
    lanes.push(failure(3, 1))
    expect(started).toEqual(['orders-0@1'])
    await end(0)
    expect(started).toEqual(['orders-0@1', 'orders-*@2'])
    await end(1)
    expect(started).toEqual(['orders-0@1', 'orders-*@2', 'orders-1@3'])
  })

  it('are not delivered any more after closing', async () => {
    const { lanes, started, end } = world()
    lanes.push(failure(1, 0))
    lanes.push(failure(2, 0))
    lanes.close()
    await end(0)
    lanes.push(failure(3, 0))
    expect(started).toEqual(['orders-0@1'])
  })
})
