/**
 * The table of interleavings between whoever seals a batch, whoever may fail it, and everybody else
 * (rows a to l: E encodes, R reports load errors, X is anybody else). Each row is data: what happens, in order, and what
 * must come of it. `batch-lock-script.ts` says what each step is.
 *
 * The lock is taken by the sink from the start of sealing until the bytes were handed over. So whatever wants to fail the
 * batch meanwhile waits, and then sees the outcome. What these rows kill: a missing lock in `ProduceSink.#seal`, flags that
 * are read before the lock is had, and a commit point with an await in it.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { NotEnabledError, play, playStep } from './batch-lock-script.ts'
import { SinkWorld, type SinkWorldOptions } from './sink-world.ts'

interface Row {
  readonly row: string
  readonly title: string
  readonly script: string
  /** What the senders were told when the script has been played. */
  readonly outcomes: readonly string[]
  /** What is on its way then: node: producer id / epoch / sequence [values]. The proof of each world took sequence 0. */
  readonly onTheWay: readonly string[]
  /** What is in the log after everything that was left has ended well. */
  readonly log: readonly string[]
  readonly options?: SinkWorldOptions
  readonly check?: (world: SinkWorld) => void
}

const unauthorized = 'TOPIC_AUTHORIZATION_FAILED'

const rows: readonly Row[] = [
  {
    row: 'a',
    title: 'R fails the batch before E begins: no sequence is used up',
    options: { lingerMs: 5, batchSizeBytes: 1000 },
    script: 'send:a fatalLoadError time:5 send:b time:5 compressed',
    outcomes: [`a: failed no ${unauthorized}`, 'b: pending'],
    onTheWay: ['1: 1/0/1 [b]'],
    log: ['b'],
  },
  {
    row: 'a',
    title: 'R waits for an E that has to give up: R decides, and E finds nothing to begin with',
    script: 'send:a fatalLoadError disconnect compressed send:b compressed',
    outcomes: [`a: failed no ${unauthorized}`, 'b: pending'],
    onTheWay: ['1: 1/0/1 [b]'],
    log: ['b'],
  },
  {
    row: 'b',
    title: 'R waits for E, which commits: R may only count, the answer decides',
    script: 'send:a fatalLoadError compressed',
    outcomes: ['a: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a'],
    check: (world) => expect(world.endedBatches[0]?.loadFailures).toBe(1),
  },
  {
    row: 'b',
    title: 'a batch behind is not failed either',
    script: 'send:a send:b fatalLoadError compressed',
    outcomes: ['a: pending', 'b: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a', 'b'],
  },
  {
    row: 'c',
    title: 'R waits for E, whose worker dies: the batch can be failed again, with R’s error',
    script: 'send:a fatalLoadError workerDies',
    outcomes: [`a: failed no ${unauthorized}`],
    onTheWay: [],
    log: [],
  },
  {
    row: 'c',
    title: 'a worker that dies is a reason to try again, with the same number',
    script: 'send:a loadError workerDies time:20 compressed',
    outcomes: ['a: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a'],
  },
  {
    row: 'c',
    title: 'a compressor that fails again and again fails its batch, and no number is lost',
    script: 'send:a workerDies time:20 workerDies time:20 workerDies send:b time:20 compressed',
    outcomes: ['a: failed no UNEXPECTED_ERROR', 'b: pending'],
    onTheWay: ['1: 1/0/1 [b]'],
    log: ['b'],
  },
  {
    row: 'c',
    title: 'a batch behind one whose worker dies does not overtake it',
    script: 'send:a send:b workerDies compressed time:20 compressed',
    outcomes: ['a: pending', 'b: pending'],
    onTheWay: ['1: 1/0/1 [a]', '1: 1/0/2 [b]'],
    log: ['a', 'b'],
  },
  {
    row: 'd',
    title: 'R finds another batch first when its turn comes: its error is not about that one',
    options: { deliveryTimeoutMs: 100 },
    script: 'send:a time:60 send:b time:45 deadline fatalLoadError workerDies compressed time:20',
    outcomes: ['a: failed no TIMEOUT', 'b: pending'],
    onTheWay: ['1: 1/0/1 [b]'],
    log: ['b'],
    check: (world) => expect(world.endedBatches[1]?.loadFailures).toBe(0),
  },
  {
    row: 'd',
    title: 'R has been overtaken by newer metadata when its turn comes: its error is old',
    script: 'send:a fatalLoadError learn workerDies',
    outcomes: ['a: pending'],
    onTheWay: [],
    log: ['a'],
  },
  {
    row: 'e',
    title: 'the request dies before a byte of it was written: the batch may be failed again',
    script: 'send:a compressed dieUnwritten fatalLoadError',
    outcomes: [`a: failed no ${unauthorized}`],
    onTheWay: [],
    log: [],
  },
  {
    row: 'f',
    title: 'the connection dies after the bytes were written: load errors cannot fail the batch any more',
    script: 'send:a compressed die fatalLoadError fatalLoadError fatalLoadError learn time:20',
    outcomes: ['a: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a'],
  },
  {
    row: 'f',
    title: 'the answer was lost: the batch goes out again with its number, and is in the log once',
    script: 'send:a compressed answerLost fatalLoadError learn time:20 append',
    outcomes: ['a: acknowledged @1'],
    onTheWay: [],
    log: ['a'],
  },
  {
    row: 'f',
    title: 'a later refusal takes no doubt away',
    script: 'send:a compressed answerLost learn time:20 refuse:NOT_ENOUGH_REPLICAS fatalLoadError',
    outcomes: ['a: pending'],
    onTheWay: [],
    log: ['a'],
  },
  {
    row: 'g',
    title: 'an answer that leaves the outcome open (#1217): a fatal load error cannot fail the batch',
    script: 'send:a compressed refuse:REQUEST_TIMED_OUT fatalLoadError time:20',
    outcomes: ['a: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a'],
  },
  {
    row: 'h',
    title: 'X gives up the batch before, which was appended: the one in the compressor keeps its number',
    options: { deliveryTimeoutMs: 100 },
    script: 'send:a compressed time:60 send:b time:45 deadline compressed append append',
    outcomes: ['a: failed possibly TIMEOUT', 'b: acknowledged @2'],
    onTheWay: [],
    log: ['a', 'b'],
  },
  {
    // franz-go takes the request back and numbers everything of the client anew. Here a stamp belongs to a batch of one
    // partition: the batch leaves with the old one, and the leader's refusal says that there is a gap.
    row: 'h',
    title: 'X gives up the batch before, which never arrived: the refusal proves the gap, a new epoch follows',
    options: { deliveryTimeoutMs: 100 },
    script: 'send:a compressed time:60 send:b time:45 deadline compressed die learn time:20 append time:20',
    outcomes: ['a: failed possibly TIMEOUT', 'b: pending'],
    onTheWay: ['1: 1/1/0 [b]'],
    log: ['b'],
  },
  {
    row: 'i',
    title: 'the leader moves while E compresses: the batch goes to the new one, and to nobody else',
    script: 'send:a move:2 compressed',
    outcomes: ['a: pending'],
    onTheWay: ['2: 1/0/1 [a]'],
    log: ['a'],
    check: (world) => expect(world.compressor.startedCount).toBe(2),
  },
  {
    row: 'i',
    title: 'the new leader stays idle until the old one’s requests have ended',
    script: 'send:a compressed move:2 send:b',
    outcomes: ['a: pending', 'b: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a', 'b'],
    check: (world) => expect(world.cluster.connections.map(({ nodeId }) => nodeId)).toEqual([1, 2]),
  },
  {
    row: 'j',
    title: 'the producer is closed while E compresses: the batch is settled after that, once, and never sent',
    script: 'send:a close compressed',
    outcomes: ['a: failed no CLOSED'],
    onTheWay: [],
    log: [],
  },
  {
    row: 'j',
    title: 'the deadline passes while E compresses: the batch is not sent to be given up in the same moment',
    options: { deliveryTimeoutMs: 100 },
    script: 'send:a time:105 deadline compressed',
    outcomes: ['a: failed no TIMEOUT'],
    onTheWay: [],
    log: [],
  },
  {
    row: 'j',
    title: 'what was behind a batch that is overdue goes on without it',
    options: { deliveryTimeoutMs: 100 },
    script: 'send:a time:60 send:b time:45 compressed compressed deadline',
    outcomes: ['a: failed no TIMEOUT', 'b: pending'],
    onTheWay: ['1: 1/0/1 [b]'],
    log: ['b'],
  },
  {
    row: 'k',
    title: 'R storms: one waits, the others merge',
    script: 'send:a loadError loadError loadError loadError loadError loadError loadError loadError compressed',
    outcomes: ['a: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a'],
    check: (world) => expect(world.endedBatches[0]?.loadFailures).toBe(2),
  },
  {
    // franz-go counts a completed request; here every attempt that ends counts one, also one that did not get far.
    row: 'l',
    title: 'a request that died unwritten is sent again as it was: same bytes, same number, not compressed again',
    script: 'send:a compressed dieUnwritten learn time:20',
    outcomes: ['a: pending'],
    onTheWay: ['1: 1/0/1 [a]'],
    log: ['a'],
    check: (world) => {
      expect(world.compressor.startedCount).toBe(2)
      expect(world.endedBatches[0]?.tries).toBe(1)
    },
  },
]

let world: SinkWorld

afterEach(() => {
  world[Symbol.dispose]()
})

async function proven(options: SinkWorldOptions = {}): Promise<SinkWorld> {
  world = new SinkWorld({ compression: 'copy', ...options })
  await world.prove()
  return world
}

describe('a batch between its encoder and those who may fail it', () => {
  it.each(rows)('$row: $title', async ({ script, outcomes, onTheWay, log, options, check }) => {
    await proven(options)
    await play(world, script)
    expect(world.outcomes).toEqual(outcomes)
    expect(world.onTheWay).toEqual(onTheWay)
    world.learn()
    await world.finish()
    expect(world.logged()).toEqual(log)
    check?.(world)
    expect(world.brokenPromises()).toEqual([])
  })

  it('l: the bytes of both attempts are the same', async () => {
    await proven()
    await play(world, 'send:a compressed')
    const first = (await world.request()).bytes[0]!
    await play(world, 'dieUnwritten learn time:20')
    expect((await world.request()).bytes[0]!.equals(first)).toBe(true)
  })

  it('k: nobody but one refresher ever waits for the lock', async () => {
    await proven()
    await play(world, 'send:a loadError loadError loadError')
    expect(world.lockWaiters).toBe(1)
  })

  it('is handed over in the very turn in which it was checked: the connection cannot die in between', async () => {
    await proven()
    await play(world, 'send:a')
    const connection = world.cluster.connections[0]!
    let isOpen = true
    Object.defineProperty(connection, 'isOpen', {
      get: () => {
        queueMicrotask(() => {
          isOpen = false
        })
        return isOpen
      },
      set: (value: boolean) => {
        isOpen = value
      },
    })
    await play(world, 'compressed')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
  })

  it('leaves its encoder alone while that runs: nobody settles it or frees its bytes', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await play(world, 'send:a fatalLoadError time:105 deadline close')
    expect(world.outcomes).toEqual(['a: pending'])
    expect(world.buffers.outstanding).toBe(1)
    await play(world, 'compressed')
    expect(world.brokenPromises()).toEqual([])
  })
})

/** Every order of the events. Those that cannot happen when their turn comes do not happen. */
function* permutations(events: readonly string[]): Generator<readonly string[]> {
  if (events.length <= 1) {
    yield events
    return
  }
  for (const [index, event] of events.entries()) {
    for (const rest of permutations(events.toSpliced(index, 1))) yield [event, ...rest]
  }
}

describe('every order of', () => {
  it.each([
    ['send:a send:b fatalLoadError compressed compressed append'],
    ['send:a send:b deadline compressed answerLost learn'],
    ['send:a workerDies close compressed fatalLoadError append'],
    ['send:a send:b move:2 compressed die fatalLoadError'],
    ['send:a dieUnwritten fatalLoadError compressed refuse:REQUEST_TIMED_OUT deadline'],
  ])('%s keeps every promise', async (script) => {
    let playedCount = 0
    for (const order of permutations(script.split(' '))) {
      using explored = new SinkWorld({ compression: 'copy', deliveryTimeoutMs: 100 })
      world = explored
      await explored.prove()
      for (const step of order) {
        try {
          // Each send is a little older than what follows, so that deadlines pass one by one.
          if (step === 'deadline') await playStep(explored, 'time:70')
          await playStep(explored, step)
          if (step.startsWith('send')) await playStep(explored, 'time:40')
          playedCount += 1
        } catch (error) {
          if (!(error instanceof NotEnabledError)) throw error
        }
      }
      explored.learn()
      await explored.finish()
      await playStep(explored, 'time:200')
      explored.expire()
      await explored.finish()
      expect([order.join(' '), ...explored.brokenPromises()]).toEqual([order.join(' ')])
    }
    expect(playedCount).toBeGreaterThan(1500)
  })
})
