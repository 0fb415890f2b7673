import type { Log } from '../observe/log.ts'
import { describeError, type World } from './world.ts'

/** The client's log in the world's timeline. An event of level `error` is a defect: the client says so itself. */
export function createSimLog(world: World): Log {
  return {
    event(level, name, fields = {}) {
      world.emit('log', `${level} ${name}`)
      world.trace.note(world.nowMs, '', () => formatFields(fields))
      if (level === 'error') world.problem('DEFECT', `${name}: ${describeError(fields.error)}`)
    },
  }
}

function formatFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value instanceof Error ? value.message : String(value)}`)
    .join(', ')
}
