/** Plays scripts against a `SinkWorld`: each step is one event, and a step that cannot happen now is an error. */
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { StateError } from '../../../src/errors/client-errors.ts'
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes, type ErrorName } from '../../../src/errors/error-codes.ts'
import type { SinkWorld } from './sink-world.ts'

/** Thrown for a step that is not enabled: a row that cannot be played proves nothing. */
export class NotEnabledError extends Error {}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new NotEnabledError(`There is no ${what}`)
  return value
}

const steps: Record<string, (world: SinkWorld, argument: string) => void | Promise<void>> = {
  /** A record of that value is sent to partition 0. */
  send: (world, value) => {
    world.send(value)
  },
  /** The oldest compression ends well. */
  compressed: (world) => must(world.compressor.jobs[0], 'compression').finish(),
  /** The thread that runs the oldest compression dies. */
  workerDies: (world) => must(world.compressor.jobs[0], 'compression').fail(new Error('the worker died')),
  /** Metadata for the partition could not be loaded, for a reason that does not pass. */
  fatalLoadError: (world) =>
    world.loadError(new BrokerError('Cannot load metadata', ErrorCodes.TOPIC_AUTHORIZATION_FAILED), 0),
  /** The same for one that does. */
  loadError: (world) => world.loadError(new ConnectionError('CONNECTION_CLOSED', 'no metadata'), 0),
  /** Time passes. */
  time: (world, ms) => world.clock.advance(Number(ms)),
  /** The timer for delivery deadlines fires. */
  deadline: (world) => world.expire(),
  /** The oldest request is appended and answered. */
  append: (world) => must(world.cluster.requests[0], 'request').append(),
  /** The oldest request is appended, and the connection dies before its answer. */
  answerLost: (world) => {
    const request = must(world.cluster.requests[0], 'request')
    request.process()
    request.connection.die()
  },
  /** The oldest request is answered with an error, and nothing is appended. */
  refuse: (world, code) => must(world.cluster.requests[0], 'request').refuse(ErrorCodes[code as ErrorName]),
  /** The connection dies with everything on it written, and nothing of it read. */
  die: (world) => must(world.cluster.requests[0], 'request').connection.die(),
  /** The connection dies before a byte of the requests on it was written. */
  dieUnwritten: (world) => must(world.cluster.requests[0], 'request').connection.die(0),
  /** The connection closes with nothing on it. */
  disconnect: (world) =>
    must(
      world.cluster.connections.findLast(({ isOpen }) => isOpen),
      'connection',
    ).die(),
  /** Another broker leads partition 0, and the metadata says so. */
  move: (world, nodeId) => {
    world.cluster.log('orders', 0).failOver(Number(nodeId), false)
    world.learn()
  },
  /** Metadata comes, with whatever is true now. */
  learn: (world) => world.learn(),
  close: (world) => world.accumulator.close(new StateError('CLOSED', 'the producer was closed')),
}

export async function play(world: SinkWorld, script: string): Promise<void> {
  for (const step of script.split(' ')) await playStep(world, step)
}

/** One step, such as `compressed`, `send:a` or `time:20`, and all that follows from it without time. */
export async function playStep(world: SinkWorld, step: string): Promise<void> {
  const [name, argument = ''] = step.split(':')
  await must(steps[name!], `step ${name}`)(world, argument)
  await world.settle()
}
