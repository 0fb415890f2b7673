import { afterEach, expect } from 'vitest'

/** What every world of these tests has. */
interface ClosableWorld {
  readonly settle: <T>(promise: Promise<T>) => Promise<T>
  readonly clock: { readonly liveTimerLabels: readonly string[] }
  readonly core: { close(): Promise<void> }
  readonly cluster: { expectNothingUnexpected(): void }
}

/** How the inhabitants of a world are closed, and which timers are not theirs. */
interface Closing<World> {
  readonly close: (world: World) => Promise<void>
  readonly brokersTimers: readonly string[]
}

/**
 * Opens worlds, and closes them after each test: first who lives in them, then the client. No timer may be left, and no
 * request that the script does not know.
 */
export function closedAfterEach<World extends ClosableWorld, Args extends unknown[]>(
  create: (...args: Args) => World,
  { close, brokersTimers }: Closing<World>,
): (...args: Args) => World {
  const worlds: World[] = []
  afterEach(async () => {
    for (const world of worlds.splice(0)) {
      await close(world)
      await world.settle(world.core.close())
      expect(world.clock.liveTimerLabels.filter((label) => !brokersTimers.includes(label))).toEqual([])
      world.cluster.expectNothingUnexpected()
    }
  })
  return (...args) => {
    const world = create(...args)
    worlds.push(world)
    return world
  }
}

interface ConsumingWorld extends ClosableWorld {
  readonly consumers: readonly { readonly bufferedBytes: number; close(): Promise<void> }[]
}

/** Consumers hold nothing when they have closed. */
export const consumersClose: Closing<ConsumingWorld> = {
  close: async ({ settle, consumers }) => {
    await settle(Promise.all(consumers.map((consumer) => consumer.close())))
    expect(consumers.map(({ bufferedBytes }) => bufferedBytes)).toEqual(consumers.map(() => 0))
  },
  // The scripted broker still holds the fetches that nobody waits for any more.
  brokersTimers: ['scripted fetch wait'],
}

interface MembersWorld extends ClosableWorld {
  readonly members: readonly { close(): Promise<void> }[]
}

export const membersClose: Closing<MembersWorld> = {
  close: async ({ settle, members }) => {
    await settle(Promise.all(members.map((member) => member.close())))
  },
  brokersTimers: [],
}
