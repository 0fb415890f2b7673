import type { Log } from '../observe/log.ts'
import { describeError, type World } from './world.ts'

/**
 * The log of the client, or of the cluster, in the world's timeline. An event of level `error` is a defect: who logs it
 * says so itself.
 */
export function createSimLog(world: World, who = 'log'): Log {
  return {
    event(level, name, fields = {}) {
      world.emit(who, `${level} ${name}`)
      world.trace.note(world.nowMs, '', () => formatFields(fields))
      // A batch that follows one which was given up is refused by design; `SequenceMonitor` tells the cases apart.
      if (level === 'error' && fields.kind !== 'SEQUENCE_GAP') {
        world.problem('DEFECT', `${name}: ${fields.message ?? describeError(fields.error)}`)
      }
    },
  }
}

function formatFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value instanceof Error ? value.message : String(value)}`)
    .join(', ')
}
