import type { Log, LogLevel } from '../observe/log.ts'

const levelOrder: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

export interface ConsoleLogOptions {
  /** Events below this level are dropped. Default `warn`. */
  readonly level?: LogLevel
  /** Takes a whole line without its end. Default: standard error, so that a program's own output stays clean. */
  readonly writeLine?: (line: string) => void
}

/** Writes each event as one line: level, event name, then `field=value` pairs. */
export function consoleLog(options: ConsoleLogOptions = {}): Log {
  const lowest = levelOrder.indexOf(options.level ?? 'warn')
  const writeLine = options.writeLine ?? ((line: string) => void process.stderr.write(`${line}\n`))
  return {
    event(level, name, fields = {}) {
      if (levelOrder.indexOf(level) < lowest) return
      const pairs = Object.entries(fields).map(([field, value]) => ` ${field}=${formatValue(value)}`)
      writeLine(`ottla ${level} ${name}${pairs.join('')}`)
    },
  }
}

/** One token a value: quotes where it would fall apart. A log line must never fail what it reports on. */
function formatValue(value: unknown): string {
  const text = value instanceof Error ? value.message : typeof value === 'object' ? tryStringify(value) : String(value)
  return /^[\w.:/@[\]-]+$/.test(text) ? text : JSON.stringify(text)
}

function tryStringify(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? String(value)
  } catch {
    return '[unprintable]'
  }
}
